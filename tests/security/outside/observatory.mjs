// Runs MDN's HTTP Observatory against a site on this machine and prints what it says, as JSON.
//
//   node observatory.mjs <path of its package> <host> <port of http> <port of https>
//
// It asks the host by name at ports 80 and 443: connections to that name go to our ports
// instead. It wants lists that it would download: the one of preloaded hosts is empty here.
// NODE_EXTRA_CA_CERTS names the authority that signed the site's certificate.
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [home, host, plain, secure] = process.argv.slice(2);
const ports = { 80: Number(plain), 443: Number(secure) };

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...given) {
  const options = Array.isArray(given[0]) ? given[0][0] : given[0];
  if (options?.host !== host) throw new Error(`asks for another host: ${options?.host}`);
  options.host = "127.0.0.1";
  options.port = ports[options.port];
  return connect.apply(this, given);
};

const read = fs.readFileSync;
fs.readFileSync = (file, ...rest) =>
  String(file).endsWith("hsts-preload.json") ? "{}" : read(file, ...rest);

const { scan } = await import(pathToFileURL(path.join(home, "src/scanner/index.js")));
const { scan: total, tests } = await scan(host);
const told = Object.entries(tests).map(([name, { pass, result, scoreModifier }]) => [
  name,
  { pass, result, score: scoreModifier },
]);
console.log(JSON.stringify({ ...total, tests: Object.fromEntries(told) }));
