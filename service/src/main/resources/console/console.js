// Puts the reader's zone in place of UTC, keeps details open over refreshes, and says when the service does not answer.
(() => {
  const zone = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  const localise = (root) => {
    for (const time of root.querySelectorAll('time[datetime]')) {
      const at = new Date(time.dateTime);
      if (!Number.isNaN(at.getTime())) time.textContent = zone.format(at);
    }
  };
  const away = (is) => { document.getElementById('away').hidden = !is; };
  let open = [];
  localise(document);
  document.body.addEventListener('htmx:beforeSwap', () => {
    open = [...document.querySelectorAll('#live details')].map((each) => each.open);
  });
  document.body.addEventListener('htmx:afterSettle', () => {
    localise(document);
    document.querySelectorAll('#live details').forEach((each, i) => { each.open = open[i] === true; });
    away(false);
  });
  document.body.addEventListener('htmx:sendError', () => away(true));
  document.body.addEventListener('htmx:responseError', (event) => away(event.detail.xhr.status >= 500));
})();
