// What a local copy shows until `npm start` has made its data. Nothing here asks the database: its
// file is put in place only then.
import { Hono } from 'hono'
import { html } from 'hono/html'
import { stream } from 'hono/streaming'
import type { AppEnv, Bindings } from '#base/web/env.ts'
import { plainPage } from '#base/web/plain-page.ts'
import { headersFor } from '#base/web/security-headers.ts'

type Progress = { said: readonly string[]; isDone: boolean }

const done = new WeakSet<Fetcher>()

const askNpmStart = async (service: Fetcher): Promise<Progress> => {
  // Where npm start was killed, nothing answers any more.
  const answer = await service.fetch('http://npm-start').catch(() => undefined)
  const progress: Progress = answer?.ok ? await answer.json() : { said: [], isDone: false }
  if (progress.isDone) done.add(service)
  return progress
}

/** Whether `npm start` still makes the data. */
export const isLoading = async ({ LOADING: service }: Bindings): Promise<boolean> =>
  service !== undefined && !done.has(service) && !(await askNpmStart(service)).isDone

const title = 'Loading the demonstration'
const [before = ''] = plainPage(
  title,
  `<p class="govuk-body">Muster is making a fictional county with two years of conferences. This page opens the service when it is ready.</p>
<ul class="govuk-list govuk-list--bullet" aria-live="polite">`,
).split('</main>')

const betweenLooks = 250

/** Everything that is asked of a local copy meanwhile. */
export const localLoadingPages = new Hono<AppEnv>()
  .use(headersFor(undefined))
  .all('/dev/commands/*', (c) =>
    c.env.LOCAL_TOKEN && c.req.header('x-muster-token') === c.env.LOCAL_TOKEN
      ? c.text('npm start is still loading the demonstration. Try again when it is ready.', 503)
      : c.notFound(),
  )
  .get('*', (c) => {
    c.status(503)
    c.header('content-type', 'text/html; charset=utf-8')
    c.header('cache-control', 'no-store')
    // Miniflare would compress it, and so keep it back until it ends.
    c.header('content-encoding', 'identity')
    return stream(c, async (page) => {
      await page.write(before)
      for (let shown = 0; !page.aborted; await page.sleep(betweenLooks)) {
        const { LOADING: service } = c.env
        const { said, isDone } = service ? await askNpmStart(service) : { said: [], isDone: true }
        for (const line of said.slice(shown)) await page.write(String(await html`<li>${line}</li>\n`))
        shown = said.length
        // Opens the same address again, now of the service; it works without a script.
        if (isDone) return void (await page.write('</ul><meta http-equiv="refresh" content="0">'))
      }
    })
  })
  .all('*', (c) => c.text(`${title}. Try again in a few seconds.`, 503))
