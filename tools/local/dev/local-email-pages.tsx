import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { catalogue, templateAt } from '#correspondence/wordings/catalogue.ts'
import type { Rendered } from '#emails/messages/mail.tsx'
import { readOwnWords } from '#messages/outbox/store.ts'
import { EmailPage, EmailsPage } from './views/emails.tsx'

type C = Context<AppEnv>

/** A message of the catalogue with made-up facts, in default or own words. */
const shownOf = async (c: C, sampleAt: number): Promise<Rendered> => {
  const template = templateAt(c.req.param('name') ?? '')
  const sample = template?.samples[sampleAt]
  if (!sample) throw notFound('template')
  const { act, council } = c.var
  const words = c.req.query('words') === 'own' ? await readOwnWords(c.env.DB) : undefined
  return sample.render(
    { council, contactEmail: council.contactEmail, baseUrl: act.baseUrl, words, readsAnswers: act.mail !== undefined },
    council,
  )
}

/**
 * Every message of the service, for developers. Mounted at /dev/emails by `local.ts`, which guards
 * it.
 */
export const localEmailPages = new Hono<AppEnv>()
  .use('/*', async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })
  .get('/', (c) => c.render(<EmailsPage templates={catalogue} />, { title: 'Every message' }))
  .get('/:name', async (c) => {
    const template = templateAt(c.req.param('name'))
    if (!template) throw notFound('template')
    const own = c.req.query('words') === 'own'
    const shown = await Promise.all(template.samples.map((_sample, index) => shownOf(c, index)))
    return c.render(<EmailPage template={template} shown={shown} own={own} />, {
      title: template.label,
      back: { href: '/dev/emails', text: 'Every message' },
    })
  })
  .get('/:name/:sample{\\d+}/body', async (c) => {
    const { html } = await shownOf(c, Number(c.req.param('sample')))
    return c.html(html.replace('<head>', '<head><base target="_blank" />'), 200, {
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox`,
      'x-content-type-options': 'nosniff',
    })
  })
