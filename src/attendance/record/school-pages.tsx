import { type Context, Hono } from 'hono'
import type { Seer } from '#attendance/requirements/state.ts'
import { type Act, actsFor } from '#base/act.ts'
import { type Day, instant, londonDay } from '#base/dates.ts'
import { type Read, readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { files } from '#base/list/list.tsx'
import { logExport } from '#base/log/export-log.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { isUsableDay } from '#base/web/form.ts'
import { oneAtATime } from '#base/web/pace.ts'
import { type FilesOf, withPages } from '#base/web/page.tsx'
import { pdfHeaders, pdfOf } from '#base/web/pdf.ts'
import { type Asked, askedOf } from '#base/web/press.tsx'
import { cutTo } from '#base/words.ts'
import { rootOf } from '#schools/schools/store.ts'
import { documentOf } from './document.ts'
import type { Everybody } from './everybody.ts'
import { linesOf, recordColumns, type TrainingRecord } from './record.ts'
import { selectEverybody, selectRecord } from './store.ts'
import { RecordPage } from './views/record.tsx'

type C = Context<AppEnv>
type Desk = {
  schoolId: string
  seer: Seer
  base: (schoolId: string) => string
  maySee: (schoolId: string) => boolean
  mayConfirm: (schoolId: string) => boolean
}

type Select<T> = (...of: Parameters<typeof selectRecord>) => Read<T | undefined>

/** The day that is asked of; today unless another was typed that has come. */
const askedDay = ({ query, now }: Asked): { day: Day; typed?: string; problems?: Problems } => {
  const today = londonDay(now)
  const { on: typed = '' } = query
  if (typed === '') return { day: today }
  if (isUsableDay(typed) && typed <= today) return { day: typed }
  return { day: today, typed: cutTo(typed, 40), problems: { on: 'Enter today or an earlier day, as a date' } }
}

/** An old address of a school leads to the one under which it goes on. */
const moved = async (c: C, { schoolId, base, maySee }: Desk, file: string) => {
  const root = await rootOf(c.var.act.db, schoolId)
  if (!root || root === schoolId || !maySee(root)) throw notFound('school')
  return c.redirect(`${base(root)}/${file}${new URL(c.req.url).search}`, 302)
}

const found = <T,>(c: C, { schoolId, maySee, seer }: Desk, day: Day, select: Select<T>) =>
  maySee(schoolId) ? readNow(c.var.act.db, select(c.var.act.db, schoolId, day, seer)) : undefined

const show = async (c: C, desk: Desk) => {
  const { act, council } = c.var
  const { day, typed, problems } = askedDay(askedOf(c))
  const record = await found(c, desk, day, selectRecord)
  if (!record) return moved(c, desk, 'record')
  if (problems) c.status(422)
  const base = desk.base(desk.schoolId)
  const rolesAt = desk.mayConfirm(desk.schoolId) ? `${base}/roles` : undefined
  return c.render(
    <RecordPage
      record={record}
      typed={typed}
      problems={problems}
      rolesAt={rolesAt}
      at={`${base}/record`}
      madeAt={instant(act.now)}
      council={council.name}
    />,
    {
      title: 'Training record',
      back: { href: `${base}/requirements`, text: 'What the school’s people need' },
      hasProblems: problems !== undefined,
    },
  )
}

const findFor =
  <T extends object>(deskOf: (c: C) => Desk, select: Select<T>) =>
  async (_: Act, { c, ...asked }: Asked & { c: C }): Promise<T | Response | undefined> => {
    const desk = deskOf(c)
    const { day, problems } = askedDay(asked)
    if (problems) return undefined
    return (await found(c, desk, day, select)) ?? moved(c, desk, c.req.path.replace(/.*\//, ''))
  }

/** What is read with who asks, under either name of the school in its address. */
const aheadFor =
  (select: Select<unknown>, seer: Seer) =>
  (asked: Asked): { found: Read<unknown> } => ({
    found: select(asked.db, asked.part('schoolId') || asked.part('id'), askedDay(asked).day, seer),
  })

const logFile =
  (of?: 'everybody') =>
  ({ school, day }: TrainingRecord, rows: number, format: string) =>
    ({ act: 'training_record.exported', schoolId: school.id, after: { ...(of && { of }), on: day, rows, format } }) as const

const rowsOf = (at: string, seer: Seer, deskOf: (c: C) => Desk) =>
  files({
    at,
    ahead: aheadFor(selectRecord, seer),
    find: findFor<TrainingRecord>(deskOf, selectRecord),
    title: 'Training record',
    whole: { rows: (record) => linesOf(record) },
    columns: recordColumns,
    file: { name: ({ day }) => `training-record-${day}`, log: logFile() },
  })

const peopleOf = (at: string, seer: Seer, deskOf: (c: C) => Desk) =>
  files({
    at,
    ahead: aheadFor(selectEverybody, seer),
    find: findFor<TrainingRecord & { everybody: Everybody }>(deskOf, selectEverybody),
    title: 'Everybody on record',
    whole: { rows: ({ everybody }) => everybody.rows },
    columns: ({ everybody }) => everybody.columns,
    file: { name: ({ day }) => `everybody-on-record-${day}`, log: logFile('everybody') },
  })

const pdfFor = (at: string, seer: Seer, deskOf: (c: C) => Desk): FilesOf => ({
  files: { at, kinds: ['pdf'], read: (asked) => aheadFor(selectRecord, seer)(asked).found, answer: (c) => givePdf(c, deskOf(c)) },
})

const givePdf = async (c: C, desk: Desk) => {
  const { act, council } = c.var
  const { day, problems } = askedDay(askedOf(c))
  if (problems) throw notFound('file')
  const record = await found(c, desk, day, selectRecord)
  if (!record) return moved(c, desk, 'record.pdf')
  const document = documentOf(record, { council: council.name, at: instant(act.now) })
  const bytes = await oneAtATime(act, (giveWay) => pdfOf(act, { ...document, colour: council.brandColour }, { giveWay }))
  const rows = linesOf(record).length
  await logExport(act, { act: 'training_record.exported', schoolId: desk.schoolId, after: { on: day, rows, format: 'pdf' } })
  return c.body(bytes, 200, pdfHeaders(`training-record-${day}`))
}

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

const recordPages = (path: string, seer: Seer, deskWithout: (c: C) => Omit<Desk, 'seer'>) => {
  const deskOf = (c: C): Desk => ({ ...deskWithout(c), seer })
  return withPages(
    new Hono<AppEnv>(),
    rowsOf(`${path}/record`, seer, deskOf),
    peopleOf(`${path}/record-people`, seer, deskOf),
    pdfFor(`${path}/record`, seer, deskOf),
  ).get(`${path}/record`, (c) => show(c, deskOf(c)))
}

/** For those who act for a school, also through its trust. Mounted at /school. */
export const schoolRecordPages = recordPages(`/:schoolId{${uuid}}`, 'school', (c) => ({
  schoolId: c.req.param('schoolId') ?? '',
  base: (schoolId) => `/school/${schoolId}`,
  maySee: (schoolId) => actsFor(c.var.act.actor, schoolId),
  mayConfirm: (schoolId) => c.var.act.actor.approverSchoolIds.includes(schoolId),
}))

/** For the council. Mounted at /organiser/schools. */
export const organiserRecordPages = recordPages(`/:id{${uuid}}`, 'council', (c) => ({
  schoolId: c.req.param('id') ?? '',
  base: (schoolId) => `/organiser/schools/${schoolId}`,
  maySee: () => true,
  mayConfirm: () => true,
}))
