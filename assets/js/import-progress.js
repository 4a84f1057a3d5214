// Says how far the reading of a register file has come. The form and the page work without this.
const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`
const rows = (count) => `${count.toLocaleString('en-GB')} rows`

const poll = (url, say, finished) => {
  const timer = setInterval(async () => {
    try {
      const found = await (await fetch(url)).json()
      if (found.state === 'reading') say(`${megabytes(found.bytesRead)} and ${rows(found.rows)} read so far`)
      else if (found.state !== 'waiting') {
        clearInterval(timer)
        finished()
      }
    } catch {
      // A missed answer changes nothing; the next one comes in a moment.
    }
  }, 1000)
}

for (const form of document.querySelectorAll('[data-import-progress]')) {
  form.addEventListener('submit', () => {
    const said = form.querySelector('[data-import-said]')
    said.textContent = 'Sending the file …'
    poll(
      form.dataset.importProgress,
      (text) => {
        said.textContent = text
      },
      () => {},
    )
  })
}

for (const place of document.querySelectorAll('[data-import-progress-of]')) {
  poll(
    place.dataset.importProgressOf,
    (text) => {
      place.textContent = text
    },
    () => location.reload(),
  )
}
