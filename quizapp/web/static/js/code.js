// A code that came behind the # of a link, put into its field. It is taken out of the address,
// so that it is in no history and on no screenshot; sending it stays with its holder.

export function takeCodeFromLink() {
  const field = document.querySelector("input[autocomplete='one-time-code']");
  const code = location.hash.slice(1);
  if (!field || !/^[\w-]{8,9}$/.test(code)) return;
  field.value = code;
  field.dir = "auto";
  history.replaceState(null, "", location.pathname + location.search);
}
