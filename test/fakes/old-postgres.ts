import { createServer, type Server } from "node:net";

/** Speaks just enough of PostgreSQL's protocol 3.0 to be asked for its version. Answers every query with that one row. */
export function oldPostgres(versionNumber: number, versionName: string): Server {
  return createServer((socket) => {
    let started = false;
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      if (!started) {
        started = true;
        socket.write(Buffer.concat([message("R", int32(0)), ready]));
      } else if (chunk[0] === "Q".charCodeAt(0)) {
        const values = [String(versionNumber), versionName];
        socket.write(Buffer.concat([columns, row(values), message("C", text("SELECT 1")), ready]));
      } else if (chunk[0] === "X".charCodeAt(0)) {
        socket.end();
      }
    });
  });
}

const int4Type = 23;
const textType = 25;
const ready = message("Z", Buffer.from("I"));
const columns = message("T", Buffer.concat([int16(2), column("number", int4Type), column("name", textType)]));

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function column(name: string, type: number): Buffer {
  return Buffer.concat([text(name), int32(0), int16(0), int32(type), int16(-1), int32(-1), int16(0)]);
}

function row(values: string[]): Buffer {
  return message(
    "D",
    Buffer.concat([int16(values.length), ...values.flatMap((value) => [int32(value.length), Buffer.from(value)])]),
  );
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}
