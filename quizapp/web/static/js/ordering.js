// Ordering by buttons: each step gets "up" and "down", and the numbers that the plain
// form would ask for are kept in step behind them. Works by keyboard and by touch.

export function enhanceOrdering(root) {
  for (const list of root.querySelectorAll(".places ul")) {
    sortByGiven(list);
    list.classList.add("movable");
    for (const moves of list.querySelectorAll(".moves")) moves.hidden = false;
    list.addEventListener("click", onMove);
    number(list);
  }
}

/** A form that came back with numbers in it shows its steps in that order. */
function sortByGiven(list) {
  const rank = (step) => Number(step.querySelector("select").value) || Infinity;
  const steps = [...list.children];
  steps.sort((one, two) => rank(one) - rank(two) || steps.indexOf(one) - steps.indexOf(two));
  list.append(...steps);
}

function onMove(event) {
  const button = event.target.closest("button[data-move]");
  if (!button) return;
  const step = button.closest("li");
  const up = button.dataset.move === "up";
  const neighbour = up ? step.previousElementSibling : step.nextElementSibling;
  if (!neighbour) return;
  if (up) neighbour.before(step);
  else neighbour.after(step);
  number(event.currentTarget);
  button.focus();
  const status = document.getElementById("status");
  if (status) status.textContent = step.querySelector("select").selectedOptions[0].textContent;
}

function number(list) {
  const steps = [...list.children];
  steps.forEach((step, index) => {
    step.querySelector("select").value = String(index + 1);
    step.querySelector("[data-move=up]").disabled = index === 0;
    step.querySelector("[data-move=down]").disabled = index === steps.length - 1;
  });
}
