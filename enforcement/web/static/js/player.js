/* Time marks move the player that stands on the page; without this file they open the recording at that moment. */
(() => {
  "use strict";
  const player = document.querySelector("[data-player]");
  if (!player) return;
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-seek]");
    if (!mark) return;
    event.preventDefault();
    player.currentTime = Number(mark.dataset.seek);
    player.play();
    player.focus();
  });
})();
