/** Receivers that verify a message, one per language; `secret` is read from the environment, never written down here. */
export const receiverSamples = (apiKey: string): { value: string; label: string; code: string }[] => [
  {
    value: "node",
    label: "Node",
    code: `import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { env } from "node:process";

const apiKey = ${JSON.stringify(apiKey)};
const secret = env.WEBHOOK_SECRET;

function verify(headers, body) {
  const id = headers["x-m3ter-id"];
  const time = headers["x-m3ter-timestamp"];
  if (headers["x-m3ter-api-key"] !== apiKey || !id || !/^\\d+$/.test(time ?? "")) return false;
  if (Math.abs(Date.now() / 1000 - Number(time)) > 300) return false;
  const mac = createHmac("sha256", secret).update(\`\${apiKey}.\${id}.\${time}.\`).update(body).digest("hex");
  const expected = Buffer.from(\`v1=\${mac}\`);
  return (headers["x-m3ter-signature"] ?? "").split(",").some((one) => {
    const given = Buffer.from(one.trim());
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

// The same message may come again. Keep the ids in your database: these last until a restart.
const seen = new Set();

createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    if (!verify(request.headers, body)) return response.writeHead(401).end();
    const id = request.headers["x-m3ter-id"];
    if (!seen.has(id)) {
      console.log(id, JSON.parse(body)); // Your work goes here.
      seen.add(id);
    }
    response.writeHead(204).end();
  });
}).listen(3000);`,
  },
  {
    value: "python",
    label: "Python",
    code: `import hashlib, hmac, json, os, time
from http.server import BaseHTTPRequestHandler, HTTPServer

API_KEY = ${JSON.stringify(apiKey)}
SECRET = os.environ["WEBHOOK_SECRET"].encode()


def verify(headers, body):
    message_id = headers.get("X-M3ter-Id", "")
    sent = headers.get("X-M3ter-Timestamp", "")
    if headers.get("X-M3ter-Api-Key") != API_KEY or not message_id or not sent.isdecimal():
        return False
    if abs(time.time() - int(sent)) > 300:
        return False
    signed = f"{API_KEY}.{message_id}.{sent}.".encode() + body
    expected = "v1=" + hmac.new(SECRET, signed, hashlib.sha256).hexdigest()
    given = headers.get("X-M3ter-Signature", "").split(",")
    return any(hmac.compare_digest(one.strip().encode(), expected.encode()) for one in given)


# The same message may come again. Keep the ids in your database: these last until a restart.
seen = set()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        verified = verify(self.headers, body)
        message_id = self.headers.get("X-M3ter-Id")
        if verified and message_id not in seen:
            print(message_id, json.loads(body))  # Your work goes here.
            seen.add(message_id)
        self.send_response(204 if verified else 401)
        self.end_headers()


HTTPServer(("", 3000), Receiver).serve_forever()`,
  },
  {
    value: "go",
    label: "Go",
    code: `package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"log"
	"math"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

const apiKey = ${JSON.stringify(apiKey)}

func verify(header http.Header, body []byte) bool {
	id, sent := header.Get("X-M3ter-Id"), header.Get("X-M3ter-Timestamp")
	seconds, err := strconv.ParseInt(sent, 10, 64)
	if header.Get("X-M3ter-Api-Key") != apiKey || id == "" || err != nil {
		return false
	}
	if math.Abs(float64(time.Now().Unix()-seconds)) > 300 {
		return false
	}
	mac := hmac.New(sha256.New, []byte(os.Getenv("WEBHOOK_SECRET")))
	mac.Write([]byte(apiKey + "." + id + "." + sent + "."))
	mac.Write(body)
	expected := "v1=" + hex.EncodeToString(mac.Sum(nil))
	for _, given := range strings.Split(header.Get("X-M3ter-Signature"), ",") {
		if hmac.Equal([]byte(strings.TrimSpace(given)), []byte(expected)) {
			return true
		}
	}
	return false
}

// The same message may come again. Keep the ids in your database: these last until a restart.
var seen sync.Map

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
		if err != nil || !verify(r.Header, body) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		id := r.Header.Get("X-M3ter-Id")
		if _, isSeen := seen.LoadOrStore(id, true); !isSeen {
			log.Println(id, string(body)) // Your work goes here. If it fails, seen.Delete(id) and answer 500.
		}
		w.WriteHeader(http.StatusNoContent)
	})
	http.ListenAndServe(":3000", nil)
}`,
  },
  {
    value: "java",
    label: "Java",
    code: `import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Receiver {
  static final String API_KEY = ${JSON.stringify(apiKey)};
  /** The same message may come again. Keep the ids in your database: these last until a restart. */
  static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

  static boolean verify(Headers headers, byte[] body) throws Exception {
    String id = headers.getFirst("X-M3ter-Id");
    String sent = headers.getFirst("X-M3ter-Timestamp");
    String signatures = headers.getFirst("X-M3ter-Signature");
    if (!API_KEY.equals(headers.getFirst("X-M3ter-Api-Key")) || id == null || signatures == null) return false;
    if (sent == null || !sent.matches("\\\\d{1,12}")) return false;
    if (Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(sent)) > 300) return false;
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(System.getenv("WEBHOOK_SECRET").getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update((API_KEY + "." + id + "." + sent + ".").getBytes(StandardCharsets.UTF_8));
    byte[] expected = ("v1=" + HexFormat.of().formatHex(mac.doFinal(body))).getBytes(StandardCharsets.UTF_8);
    for (String given : signatures.split(",")) {
      if (MessageDigest.isEqual(given.trim().getBytes(StandardCharsets.UTF_8), expected)) return true;
    }
    return false;
  }

  public static void main(String[] args) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(3000), 0);
    server.createContext("/", exchange -> {
      byte[] body = exchange.getRequestBody().readAllBytes();
      int status = 401;
      try {
        if (verify(exchange.getRequestHeaders(), body)) {
          String id = exchange.getRequestHeaders().getFirst("X-M3ter-Id");
          if (SEEN.add(id)) {
            System.out.println(id + " " + new String(body, StandardCharsets.UTF_8)); // Your work goes here.
          }
          status = 204;
        }
      } catch (Exception refused) {
        status = 401;
      }
      exchange.sendResponseHeaders(status, -1);
    });
    server.start();
  }
}`,
  },
];
