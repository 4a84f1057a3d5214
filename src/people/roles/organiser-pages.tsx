import { Hono } from 'hono'
import { londonDay, sayShortDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Link, Tag } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { openingOf } from './asked.ts'
import { selectAskingTerms, selectAutumnReached, selectRoleLabels } from './asking-store.ts'
import { selectSayingSchools } from './confirmed-school-store.ts'
import { confirmedStates, countStates, isNobodyThere, narrowed, statesSince } from './confirmed-schools.ts'
import { askingForm, askingTyped, listForm } from './forms.ts'
import { saveAsking } from './save-asking.ts'
import { AskingTermsSaid } from './views/asking.tsx'
import { askedSaid, ConfirmedAbove, colours, openSaid } from './views/confirmed-schools.tsx'

const inRoles = { href: '/organiser/schools/people-in-roles', text: 'People in roles, by school' }

const readTerms = ({ db, now }: Asked) => together({ terms: selectAskingTerms(db), roles: selectRoleLabels(db, londonDay(now)) })

const save = press({
  at: '/people-in-roles/asking',
  read: readTerms,
  form: (_, { roles }) => askingForm(roles),
  filled: ({ terms }) => askingTyped(terms),
  button: 'Save',
  act: (act, terms, { subject }) => saveAsking(act, subject.terms, terms),
  refused: {},
  done: 'It is saved. It holds from now on.',
  to: `${inRoles.href}/asking`,
})

const asking = page({
  at: '/people-in-roles/asking',
  read: readTerms,
  title: 'When schools are asked of their roles',
  back: inRoles,
  presses: { save },
  show: (subject, forms) => <AskingTermsSaid {...subject} form={forms.save(subject)} />,
})

const schools = list({
  at: '/people-in-roles',
  ask: ({ now, query }) => ({ filter: listForm.parse(query), today: londonDay(now) }),
  beside: (of) => {
    const { db, today, filter } = of
    const read = together({ terms: selectAskingTerms(db), asked: selectAutumnReached(db, today), found: selectSayingSchools(of, filter.q) })
    return mapped(read, ({ terms, asked, found }) => {
      const since = openingOf(terms, today)
      const schools = statesSince(since, found)
      return { since, asked, counts: countStates(schools), schools: narrowed(schools, filter.state, today) }
    })
  },
  also: ({ actor }) => ({ mayChange: mayAsk(actor, 'GET /organiser/schools/people-in-roles/asking') }),
  title: 'People in roles, by school',
  back: { href: '/organiser/schools', text: 'Schools' },
  whole: { rows: ({ schools }) => schools, idOf: ({ id }) => id },
  of: ['school'],
  // No names of people: the file says how many.
  columns: [
    {
      name: 'School',
      cell: (school) => <Link href={`/organiser/schools/${school.id}/roles`}>{schoolLabel(school)}</Link>,
      value: ({ name }) => name,
    },
    { name: 'Town', value: ({ town }) => town },
    { name: 'URN', value: ({ urn }) => urn },
    {
      name: 'State',
      cell: ({ state }) => <Tag colour={colours[state]}>{confirmedStates[state]}</Tag>,
      value: ({ state }) => confirmedStates[state],
    },
    {
      name: 'Last confirmed',
      cell: ({ confirmedAt }) => (confirmedAt ? <span class="muster-nowrap">{sayShortDay(confirmedAt)}</span> : 'Never'),
      value: ({ confirmedAt }) => confirmedAt && londonDay(confirmedAt),
    },
    { name: 'Still to answer', cell: (school, { today }) => askedSaid(school, today) },
    { name: 'Roles still to answer for', value: ({ open }) => open },
    { name: 'Asked', value: (school) => (isNobodyThere(school) ? 'Nobody there to ask' : school.askedOn) },
    { name: 'Due', value: ({ dueOn }) => dueOn },
    { name: 'People confirmed', numeric: true, cell: ({ confirmed }) => confirmed, value: ({ confirmed }) => confirmed },
    { name: 'Open', cell: openSaid },
    { name: 'Proposed', value: ({ proposed }) => proposed },
    { name: 'Roles vacant', value: ({ vacant }) => vacant },
    { name: 'Roles not known', value: ({ notKnown }) => notKnown },
    { name: 'Disputed', value: ({ disputed }) => disputed },
  ],
  above: (shown) => <ConfirmedAbove {...shown} />,
  none: (
    <>
      No school matches. <Link href="/organiser/schools/people-in-roles">Show all schools</Link>
    </>
  ),
  file: {
    name: 'people-in-roles',
    log: (_, schools) => ({ act: 'schools.roles_exported', after: { schools } }),
  },
})

/** Which schools have said that their roles are right; mounted at /organiser/schools. */
export const organiserInRolePages = withPages(new Hono<AppEnv>(), schools, asking)
