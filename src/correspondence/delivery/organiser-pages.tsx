import { type Context, Hono } from 'hono'
import { sayInstant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { list } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { Button, Select, TextField } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { Address, Link, P } from '#base/web/page-parts.tsx'
import { sayAddressProblem } from './address-problem.ts'
import { readAddress, readUnreached, troubleRows } from './address-problem-store.ts'
import { readAddressQuery, readConfirmation } from './forms.ts'
import { markWorking } from './mark-working.ts'
import { AddressPage, State, WorksAgainPage } from './views/addresses.tsx'
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

const addresses = list({
  ask: (c) => readAddressQuery(c.req.query()),
  title: all.text,
  back: { href: '/organiser', text: 'Organise' },
  rows: troubleRows,
  of: ['address', 'addresses'],
  columns: [
    {
      name: 'Whose',
      cell: ({ id, names, email, schools }) => (
        <>
          <Link href={`${all.href}/${id}`}>{names ?? 'Nobody by name'}</Link>
          <div class="govuk-!-font-weight-regular">
            <Address email={email} />
          </div>
          {schools ? <div class="govuk-hint govuk-!-margin-bottom-0 govuk-!-font-weight-regular">{schools}</div> : null}
        </>
      ),
    },
    {
      name: 'What is known',
      cell: (trouble) => (
        <>
          <State trouble={trouble} />
          <div>
            {sayAddressProblem[trouble.kind]}, since {sayInstant(trouble.at)}
          </div>
        </>
      ),
    },
    { name: 'Missed', numeric: true, cell: ({ missed }) => missed },
  ],
  above: ({ q, show }) => (
    <>
      <P>
        Mail to these addresses comes back, or was marked as spam there. Nothing is sent to them until they are corrected, or somebody says
        that they work again. What was missed is then sent by itself.
      </P>
      <form method="post" action={all.href} class="muster-filter">
        <TextField name="q" label="Name, address or school" value={q} type="search" autocomplete="off" width={20} />
        <Select
          name="show"
          label="Show"
          value={show}
          options={[
            { value: 'failing', text: 'Those that do not work now' },
            { value: 'all', text: 'Also those that were solved' },
          ]}
        />
        <Button kind="secondary">Show</Button>
      </form>
    </>
  ),
  none: ({ q, show }) => (q || show === 'all' ? 'No address matches.' : 'Every address works, as far as we know.'),
})

/**
 * Email addresses that do not work, and the people of an event who could not be reached. Mounted at
 * /organiser.
 */
export const organiserAddressPages = new Hono<AppEnv>()
  .get('/addresses', addresses.page)
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
