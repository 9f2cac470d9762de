/** Minute, hour, day, month, weekday, task. Each runs once, in whichever process is first. */
export const crontab = `
* * * * * health:check
* * * * * health:time
*/10 * * * * maintenance:purge
30 * * * * maintenance:destroy
45 * * * * maintenance:runs
50 * * * * maintenance:integrations
*/20 * * * * maintenance:events
25 * * * * maintenance:datakeys
15 3 * * * maintenance:signing-key
`;
