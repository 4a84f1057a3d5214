import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { listAddressProblems, readAddress, readUnreached } from './address-problem-store.ts'
import { readAddressQuery, readConfirmation } from './forms.ts'
import { markWorking } from './mark-working.ts'
import { AddressesPage, AddressPage, WorksAgainPage } from './views/addresses.tsx'
import { UnreachedPage } from './views/unreached.tsx'

type C = Context<AppEnv>

const all = { href: '/organiser/addresses', text: 'Email addresses that do not work' }

const historyOf = async (c: C) => {
  const history = await readAddress(c.env.DB, c.req.param('id') ?? '')
  if (!history) throw notFound('address')
  return history
}

const askWhether = async (c: C, problem = false) => {
  const { trouble, users } = await historyOf(c)
  if (trouble.solved !== null) return c.redirect(`${all.href}/${trouble.id}`, 303)
  const action = `${all.href}/${trouble.id}/works-again`
  const names = [...new Set(users.flatMap(({ name }) => name ?? []))].join(', ')
  if (problem) c.status(422)
  return c.render(<WorksAgainPage email={trouble.email} names={names} trouble={trouble} action={action} problem={problem} />, {
    title: 'Does this address work again?',
    back: { href: `${all.href}/${trouble.id}` },
    hasProblems: problem,
  })
}

/**
 * Email addresses that do not work, and the people of an event who could not be reached. Mounted at
 * /organiser.
 */
export const organiserAddressPages = new Hono<AppEnv>()
  .get('/addresses', async (c) => {
    const { show, q, page } = readAddressQuery(c.req.query())
    const list = await listAddressProblems(c.env.DB, { show, q }, page)
    return c.render(<AddressesPage list={list} show={show} q={q} page={page} url={c.req.url} />, {
      title: all.text,
      back: { href: '/organiser', text: 'Organise' },
    })
  })
  .get('/addresses/:id', async (c) =>
    c.render(<AddressPage history={await historyOf(c)} />, { title: 'An email address that does not work', back: all }),
  )
  .get('/addresses/:id/works-again', (c) => askWhether(c))
  .post('/addresses/:id/works-again', async (c) => {
    if (!readConfirmation(await c.req.parseBody())) return askWhether(c, true)
    const { trouble } = await historyOf(c)
    const done = await markWorking(c.var.act, trouble.id)
    flash(c, done.ok ? 'Mail is sent to the address again. What was missed follows.' : 'That was solved already.', done.ok)
    return c.redirect(`${all.href}/${trouble.id}`, 303)
  })
  .get('/events/:code/unreached', async (c) => {
    const found = await readUnreached(c.env.DB, c.req.param('code'), c.var.act.now)
    if (!found) throw notFound('event')
    return c.render(<UnreachedPage {...found} />, {
      title: 'Who could not be reached',
      back: { href: `/organiser/events/${found.event.code}`, text: 'Back to the event' },
    })
  })
