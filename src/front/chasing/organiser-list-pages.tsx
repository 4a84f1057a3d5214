import { type Context, Hono } from 'hono'
import type * as z from 'zod'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { londonDay } from '#base/dates.ts'
import { given, type Read, readNow, readTogether, together } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { type Body, formId, text, typedOf } from '#base/web/form.ts'
import { withPages } from '#base/web/page.tsx'
import type { Press } from '#base/web/press.tsx'
import { counted } from '#base/words.ts'
import { selectEventByCode } from '#events/events/store.ts'
import { holdBack } from '#events/rules/change-rules.ts'
import { readHeldBack } from '#events/rules/held-back-forms.ts'
import { holdRefusals } from '#events/rules/views/refusals.tsx'
import { selectAsking } from '#guidance/answers/asked-store.ts'
import { selectOpenRounds } from '#returns/rounds/store.ts'
import {
  addressOf,
  countOf,
  hasPlaces,
  type ListedSchool,
  type Listing,
  type ListName,
  lists,
  listWords,
  narrowingNames,
  narrowings,
  type Subject,
  sayCategory,
} from './list.ts'
import { actForm, holdFields, listQuery, tickedForm } from './list-forms.ts'
import { listedRows, selectComing, selectGroups, selectListed } from './list-store.ts'
import { prepareMailing } from './prepare-mailing.ts'
import { HoldCheckPage, MessageCheckPage } from './views/check.tsx'
import { BeforeList, LastContacted, State, Tick, TickForm } from './views/list.tsx'

type C = Context<AppEnv>
/** A list with its title; that of the subject asked for, or of the soonest due. */
type Named = Listing & { title: string; subjects: readonly Subject[] }

const subjectsOf: Partial<Record<ListName, (db: SqlDatabase) => Read<Subject[]>>> = { guidance: selectAsking, returns: selectOpenRounds }

const withoutSubjects = (list: ListName): Named => ({ list, of: '', title: listWords[list].title, subjects: [] })

const listOf = async (db: SqlDatabase, name: string, of: string): Promise<Named | undefined> => {
  const list = lists.find((one) => one === name)
  if (!list) return undefined
  const { title } = listWords[list]
  const select = subjectsOf[list]
  if (!select) return withoutSubjects(list)
  const subjects = await readNow(db, select(db))
  const subject = of === '' ? subjects[0] : subjects.find(({ id }) => id === of)
  if (of !== '' && !subject) return undefined
  return { list, of: subject?.id ?? '', title: subject ? `${title}: ${subject.title}` : title, subjects }
}

const showHold = async (c: C, list: Named, chosen: readonly ListedSchool[], body: Body, problems?: Problems) => {
  const { act } = c.var
  if (problems) c.status(422)
  return c.render(
    <HoldCheckPage
      list={list}
      chosen={chosen}
      problems={problems}
      id={formId(body, act.now)}
      events={await readNow(act.db, selectComing(act))}
      typed={{ ...typedOf(body, holdFields), ...(text(body, 'places') ? {} : { places: String(chosen.length) }) }}
    />,
    {
      title: 'Reserve places for these schools',
      back: { href: addressOf(list), text: list.title },
      hasProblems: problems !== undefined,
    },
  )
}

const hold = async (c: C, list: Named, chosen: readonly ListedSchool[], body: Body) => {
  const { act } = c.var
  const typed = typedOf(body, holdFields)
  const { event, calendar } = await readTogether(act.db, {
    event: selectEventByCode(act.db, typed.event, act.now),
    calendar: selectCalendar(act.db),
  })
  if (event?.state !== 'published') return showHold(c, list, chosen, body, { event: 'Choose an event' })
  const ids = chosen.map(({ id }) => id)
  const read = readHeldBack({ ...typed, forWhom: 'schools', schools: ids }, event, ids, calendar, act.now)
  if (read.problems) return showHold(c, list, chosen, { ...body, ...read.used }, read.problems)
  const held = await holdBack(act, { event, id: formId(body, act.now), heldBack: read.heldBack })
  // Without its id, so that the form is another one.
  if (!held.ok) return showHold(c, list, chosen, { ...body, id: '' }, { places: holdRefusals[held.reason] })
  flash(c, 'The places are reserved')
  return c.redirect(addressOf(list), 303)
}

const chase = async (c: C, list: Named, ask: z.infer<typeof tickedForm>, body: Body): Promise<Response | Problems> => {
  const { act } = c.var
  const chosen = await readNow(act.db, selectListed(act, list, ask, ask.which === 'all' ? undefined : ask.schools))
  if (chosen.length === 0) return { schools: 'Tick at least one school that is still on the list' }
  const sure = actForm.parse(body).sure === 'yes'
  if (ask.do === 'hold') return sure ? hold(c, list, chosen, body) : showHold(c, list, chosen, body)
  const id = formId(body, act.now)
  const events = hasPlaces(list.list) ? await readNow(act.db, selectComing(act)) : []
  const code = text(body, 'event')
  const offered = events.find((event) => event.code === code)
  const problems = sure && code !== '' && !offered ? { event: 'Choose an event from the list' } : undefined
  if (!sure || problems) {
    if (problems) c.status(422)
    return c.render(<MessageCheckPage list={list} chosen={chosen} id={id} events={events} problems={problems} />, {
      title: 'Prepare a message',
      back: { href: addressOf(list), text: list.title },
      hasProblems: problems !== undefined,
    })
  }
  const subject = list.subjects.find((one) => one.id === list.of)?.title ?? ''
  await prepareMailing(act, { ...list, id, subject, offered, schoolIds: chosen.map((school) => school.id) })
  flash(c, 'The message is prepared. Nothing is sent before you check it and send it')
  return c.redirect(`/organiser/mailings/${id}`, 303)
}

const tick: Press<undefined> = {
  at: '/:list',
  read: undefined,
  answer: async (c, showAgain) => {
    const body = await c.req.parseBody({ all: true })
    const list = await listOf(c.env.DB, c.req.param('list') ?? '', text(body, 'of'))
    if (!list) return undefined
    const ask = tickedForm.safeParse(body)
    const done = ask.success ? await chase(c, list, ask.data, body) : { schools: 'Choose what to do' }
    if (done instanceof Response) return done
    c.status(422)
    return showAgain({ press: tick, action: c.req.path, body, id: '', problems: done })
  },
  show: () => null,
}

const toFollowUp = list({
  at: '/:list',
  // Of which subject is known with the list that it asks of.
  ahead: ({ part, query }) => {
    const list = lists.find((one) => one === part('list') && !subjectsOf[one])
    return { found: given(undefined), asks: list && { listing: withoutSubjects(list), asked: { ...listQuery.parse(query), of: '' } } }
  },
  find: async (act, { part, query }) => {
    const asked = listQuery.parse(query)
    const listing = await listOf(act.db, part('list'), asked.of)
    return listing && { listing, asked: { ...asked, of: listing.of } }
  },
  beside: ({ db, now, council: { laCodes }, listing }) => together({ groups: selectGroups({ db, now, laCodes }, listing) }),
  title: ({ listing }) => listing.title,
  back: { href: '/coverage/requirements', text: 'How schools stand' },
  rows: ({ db, now, council: { laCodes }, listing, asked }) => listedRows({ db, now, laCodes }, listing, asked),
  of: ['school'],
  tableCaption: ({ groups, asked }) => counted(countOf(groups, asked), 'school'),
  dense: true,
  columns: ({ listing: { list } }) => [
    { name: 'URN', width: 10, value: ({ urn }) => urn },
    {
      name: 'School',
      width: 40,
      cell: (school, { slice }) => <Tick school={school} isFirst={school === slice.rows[0]} />,
      value: ({ name }) => name,
    },
    { name: 'Town', width: 20, value: ({ town }) => town },
    ...narrowings.map((by) => ({
      name: narrowingNames[by],
      width: 25,
      value: (school: ListedSchool) => sayCategory(by, school[by]),
      ...(by === 'ward' ? {} : { cell: (school: ListedSchool) => sayCategory(by, school[by]) }),
    })),
    { name: hasPlaces(list) ? 'Lead by our record' : 'How far it is', cell: (school) => <State school={school} list={list} /> },
    { name: 'Telephone', width: 16, cell: ({ telephone }) => telephone || 'Not known', value: ({ telephone }) => telephone },
    { name: 'State', width: 25, value: ({ state }) => state },
    { name: 'Last contacted', width: 14, cell: (school) => <LastContacted school={school} />, value: ({ lastTried }) => lastTried },
    { name: 'On a waiting list', width: 8, value: ({ waits }) => (waits ? 'yes' : 'no') },
    { name: 'Followed up', width: 8, value: ({ chased }) => (chased ? 'yes' : 'no') },
  ],
  presses: { tick },
  above: (shown) => <BeforeList {...shown} />,
  around: (table, shown) => (shown.slice.rows.length > 0 ? <TickForm {...shown}>{table}</TickForm> : table),
  none: ({ groups }) => `No school of the area is on this list${groups.length > 0 ? ' with these filters' : ''}.`,
  file: {
    at: '/:list/schools',
    name: ({ listing: { list }, now }) => `${list}-${londonDay(now)}`,
    log: ({ listing: { list, of } }, schools) => ({ act: 'chasing_list.exported', after: { list, ...(of ? { of } : {}), schools } }),
  },
})

/** Lists of schools to chase. Mounted at /organiser/chasing/lists. */
export const organiserListPages = withPages(new Hono<AppEnv>(), toFollowUp)
