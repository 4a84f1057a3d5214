import { Hono } from 'hono'
import { sayInstant } from '#base/dates.ts'
import { list } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { Button, Select, TextField } from '#base/web/field.tsx'
import { page, withPages } from '#base/web/page.tsx'
import { Address, Link, P } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { countUnreached, sayAddressProblem, sayUnreached } from './address-problem.ts'
import { selectAddress, selectUnreached, troubleRows } from './address-problem-store.ts'
import { readAddressQuery, worksAgainForm } from './forms.ts'
import { markWorking } from './mark-working.ts'
import { AddressPage, State, WorksAgain } from './views/addresses.tsx'
import { UnreachedPeople } from './views/unreached.tsx'

const all = { href: '/organiser/addresses', text: 'Email addresses that do not work' }

const addresses = list({
  at: '/addresses',
  ask: ({ query }) => readAddressQuery(query),
  title: all.text,
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
        that they work again. We then send what was missed.
      </P>
      <form method="post" action={all.href} class="muster-filter muster-filter--beside">
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

const readOne = ({ db, part }: Asked) => selectAddress(db, part('id'))

const addressPage = page({
  at: '/addresses/:id',
  read: readOne,
  title: 'An email address that does not work',
  heading: ({ trouble }) => trouble.email,
  back: all,
  wide: true,
  show: (history) => <AddressPage history={history} />,
})

/** Somebody says that an address works again. */
export const saysItWorks = {
  form: worksAgainForm,
  button: 'Send mail to it again',
  refused: { solved_before: { after: 'That was solved already.' } },
  done: 'Mail is sent to the address again. What was missed follows.',
} as const

const worksAgain = press({
  at: '/addresses/:id/works-again',
  read: readOne,
  ...saysItWorks,
  act: (act, _, { subject }) => markWorking(act, subject.trouble.id),
  to: ({ part }) => `${all.href}/${part('id')}`,
})

const asking = page({
  at: '/addresses/:id/works-again',
  read: readOne,
  also: async (_, { trouble }, { c }) => (trouble.solved === null ? {} : c.redirect(`${all.href}/${trouble.id}`, 303)),
  title: 'Does this address work again?',
  back: ({ trouble }) => ({ href: `${all.href}/${trouble.id}`, text: 'The address' }),
  wide: true,
  presses: { worksAgain },
  show: (history, forms) => (
    <>
      <WorksAgain trouble={history.trouble} email={history.trouble.email} names={history.users.flatMap(({ name }) => name ?? [])} />
      {forms.worksAgain(history)}
    </>
  ),
})

const unreached = page({
  at: '/events/:code/unreached',
  read: ({ db, part, now }) => selectUnreached(db, part('code'), now),
  title: 'Who could not be reached',
  heading: ({ people }) => (people.length === 0 ? 'Who could not be reached' : sayUnreached(countUnreached(people))),
  wide: true,
  show: ({ people }) => <UnreachedPeople people={people} />,
})

/** Mounted at /organiser. */
export const organiserAddressPages = withPages(new Hono<AppEnv>(), addresses, addressPage, asking, unreached)
