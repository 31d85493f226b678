// An empty answer box runs with its question; once something is typed, with what is typed.

export function followWhatIsTyped() {
  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!box.matches?.("input[name=text]")) return;
    box.dir = box.value ? "auto" : box.parentElement.dir;
  });
}
