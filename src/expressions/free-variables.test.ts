import { expect, test } from "vitest";
import { freeVariables } from "./free-variables.ts";

test.each([
  ["$trigger.body.id", ["trigger"]],
  ["$sum($triger.amounts) + $count($steps.a)", ["triger", "steps"]],
  ["($x := 1; $x + $y)", ["y"]],
  ["$map($steps.a.rows, function($row, $at) { $row.id & $at & $run.id })", ["steps", "run"]],
  ["$steps.a.rows@$row#$at.($row.id & $at & $item)", ["steps", "item"]],
  ["$ ~> $uppercase", []],
  ["$$.name & $.name & $now() & $millis()", []],
  ["a[b = $params.limit]^(>$order){ $key: $value }", ["params", "order", "key", "value"]],
  ["a ~> |b|{ 'c': $missing }|", ["missing"]],
  ["$partial(?, 1)", ["partial"]],
  ["1 +", []],
])("%s needs %j", async (expression, names) => {
  expect(await freeVariables(expression)).toEqual(names);
});
