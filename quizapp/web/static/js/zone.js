// The time zone of the device, proposed where none was chosen yet. Saving stays with the
// learner.

export function proposeZone() {
  const list = document.querySelector("select[data-zone]");
  if (list?.value !== "UTC") return;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...list.options].some((option) => option.value === here)) list.value = here;
}
