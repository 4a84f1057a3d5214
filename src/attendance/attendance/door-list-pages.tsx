import { sayWhen } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import { Search } from '#base/list/views.tsx'
import { page } from '#base/web/page.tsx'
import { Link } from '#base/web/page-parts.tsx'
import { registersForm } from './forms.ts'
import { registersOf, selectRegisters } from './list-store.ts'
import { takesSomeRegister } from './register.ts'
import { CheckInShelves, groupWords, RegisterListPage, RegisterState, titleOf } from './views/list.tsx'

/** What there is to check in today. */
export const home = page({
  at: '/',
  find: async (act) => (takesSomeRegister(act.actor) ? readNow(act.db, selectRegisters(act)) : undefined),
  title: 'Check-in',
  show: (lists) => <RegisterListPage {...lists} />,
})

/** The other registers. */
export const registers = list({
  at: '/list',
  find: async (act, { query }) => (takesSomeRegister(act.actor) ? { ...registersForm.parse(query), act } : undefined),
  title: ({ show }) => `Check-in: ${groupWords[show].name.toLowerCase()}`,
  heading: 'Check-in',
  rows: ({ act, show, q }) => registersOf(act, { group: show, q }),
  of: ['register'],
  dense: true,
  above: ({ show, q, total, isAll }) => (
    <>
      <CheckInShelves open={show} />
      {q !== '' || total > 10 || !isAll ? (
        <Search at="/register/list" label="Event, session or place" q={q} kept={{ show }} isPrivate />
      ) : null}
    </>
  ),
  columns: [
    { name: 'Register', cell: (register) => <Link href={`/register/${register.id}`}>{titleOf(register)}</Link> },
    { name: 'When', cell: ({ startsAt, endsAt }) => sayWhen(startsAt, endsAt) },
    { name: 'Place', cell: ({ venueName }) => venueName },
    { name: 'State', cell: (register) => <RegisterState register={register} /> },
  ],
  none: ({ q, show }) => (q ? 'No register matches.' : groupWords[show].none),
})
