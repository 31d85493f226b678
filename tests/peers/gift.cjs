// Parses one GIFT text a line (JSON strings on standard input) with gift-pegjs, and answers each
// with a line of JSON: {"questions": [...]} or {"error": "..."}.
"use strict";

const readline = require("node:readline");
const { parse } = require("gift-pegjs");

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  let answer;
  try {
    answer = { questions: parse(JSON.parse(line)) };
  } catch (error) {
    answer = { error: String(error.message).slice(0, 500), location: error.location };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
});
