import { type Context, Hono } from 'hono'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { londonDay } from '#base/dates.ts'
import { type Read, readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { logExport } from '#base/log/export-log.ts'
import { csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { type Body, formId, text, typedOf } from '#base/web/form.ts'
import { selectEventByCode } from '#events/events/store.ts'
import { holdBack } from '#events/rules/change-rules.ts'
import { readHeldBack } from '#events/rules/held-back-forms.ts'
import { holdRefusals } from '#events/rules/views/refusals.tsx'
import { selectAsking } from '#guidance/answers/asked-store.ts'
import { selectOpenRounds } from '#returns/rounds/store.ts'
import {
  addressOf,
  hasPlaces,
  type ListedSchool,
  type Listing,
  type ListName,
  lists,
  listWords,
  type Subject,
  schoolColumns,
} from './list.ts'
import { actForm, holdFields, listQuery, tickedForm } from './list-forms.ts'
import { selectComing, selectListed, selectPage } from './list-store.ts'
import { prepareMailing } from './prepare-mailing.ts'
import { HoldCheckPage, MessageCheckPage } from './views/check.tsx'
import { ListPage } from './views/list.tsx'

type C = Context<AppEnv>
const pageSize = 50

/** A list with its title; that of the subject asked for, or of the soonest due. */
type Named = Listing & { title: string; subjects: readonly Subject[] }

const subjectsOf: Partial<Record<ListName, (db: SqlDatabase) => Read<Subject[]>>> = { guidance: selectAsking, returns: selectOpenRounds }

const listOf = async (c: C, of: string): Promise<Named> => {
  const list = lists.find((one) => one === c.req.param('list'))
  if (!list) throw notFound('list')
  const { title } = listWords[list]
  const select = subjectsOf[list]
  if (!select) return { list, of: '', title, subjects: [] }
  const subjects = await readNow(c.var.act.db, select(c.var.act.db))
  const subject = of === '' ? subjects[0] : subjects.find(({ id }) => id === of)
  if (of !== '' && !subject) throw notFound('subject of the list')
  return { list, of: subject?.id ?? '', title: subject ? `${title}: ${subject.title}` : title, subjects }
}

const show = async (c: C, { subjects, ...list }: Named, problems?: Problems) => {
  const asked = { ...listQuery.parse(c.req.query()), of: list.of }
  const { shown, groups } = await readNow(c.var.act.db, selectPage(c.var.act, list, asked, pageSize))
  if (problems) c.status(422)
  return c.render(<ListPage {...{ list, subjects, asked, shown, groups, pageSize, problems }} url={c.req.url} />, {
    title: list.title,
    back: { href: '/coverage/requirements', text: 'How schools stand' },
    hasProblems: problems !== undefined,
  })
}

const showHold = async (c: C, list: Named, chosen: readonly ListedSchool[], body: Body, problems?: Problems) => {
  const { act } = c.var
  if (problems) c.status(422)
  return c.render(
    <HoldCheckPage
      {...{ list, chosen, problems }}
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

/** Lists of schools to chase. Mounted at /organiser/chasing/lists. */
export const organiserListPages = new Hono<AppEnv>()
  .get('/:list', async (c) => show(c, await listOf(c, c.req.query('of') ?? '')))
  .get('/:list/schools.csv', async (c) => {
    const { act } = c.var
    const asked = listQuery.parse(c.req.query())
    const list = await listOf(c, asked.of)
    const schools = await readNow(act.db, selectListed(act, list, asked))
    await logExport(act, {
      act: 'chasing_list.exported',
      after: { list: list.list, ...(list.of ? { of: list.of } : {}), schools: schools.length },
    })
    return c.body(csvOf(schoolColumns, schools), 200, csvHeaders(`${list.list}-${londonDay(act.now)}`))
  })
  .post('/:list', async (c) => {
    const { act } = c.var
    const body = await c.req.parseBody({ all: true })
    const list = await listOf(c, text(body, 'of'))
    const ask = tickedForm.safeParse(body)
    if (!ask.success) return show(c, list, { schools: 'Choose what to do' })
    const chosen = await readNow(act.db, selectListed(act, list, ask.data, ask.data.which === 'all' ? undefined : ask.data.schools))
    if (chosen.length === 0) return show(c, list, { schools: 'Tick at least one school that is still on the list' })
    const sure = actForm.parse(body).sure === 'yes'
    if (ask.data.do === 'hold') return sure ? hold(c, list, chosen, body) : showHold(c, list, chosen, body)
    const id = formId(body, act.now)
    const events = hasPlaces(list.list) ? await readNow(act.db, selectComing(act)) : []
    const code = text(body, 'event')
    const offered = events.find((event) => event.code === code)
    const problems = sure && code !== '' && !offered ? { event: 'Choose an event from the list' } : undefined
    if (!sure || problems) {
      if (problems) c.status(422)
      return c.render(<MessageCheckPage {...{ list, chosen, id, events, problems }} />, {
        title: 'Prepare a message',
        back: { href: addressOf(list), text: list.title },
        hasProblems: problems !== undefined,
      })
    }
    const subject = list.subjects.find((one) => one.id === list.of)?.title ?? ''
    await prepareMailing(act, { ...list, id, subject, offered, schoolIds: chosen.map((school) => school.id) })
    flash(c, 'The message is prepared. Nothing is sent before you check it and send it')
    return c.redirect(`/organiser/mailings/${id}`, 303)
  })
