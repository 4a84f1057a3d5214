import { Hono } from 'hono'
import { groupOf, nameOf } from '#attendance/reports/frozen.ts'
import { selectFrozenStandings } from '#attendance/reports/standing-store.ts'
import { selectFrozen, selectFrozenSchools } from '#attendance/reports/store.ts'
import { StandingDifferencePage } from '#attendance/reports/views/standings.tsx'
import type { Act } from '#base/act.ts'
import { sayDay } from '#base/dates.ts'
import { given, mapped, readTogether, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { files, list } from '#base/list/list.tsx'
import { sayTotal } from '#base/list/views.tsx'
import { logExport } from '#base/log/export-log.ts'
import { ok } from '#base/result.ts'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { Button, Select } from '#base/web/field.tsx'
import { oneAtATime } from '#base/web/pace.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Link } from '#base/web/page-parts.tsx'
import { pdfHeaders, pdfOf } from '#base/web/pdf.ts'
import { type Asked, askedOf, gone, press } from '#base/web/press.tsx'
import { workbookOf } from '#base/web/workbook.ts'
import { xlsxHeaders } from '#base/web/xlsx.ts'
import { stateWords } from '#guidance/answers/state.ts'
import { selectDocument } from '#guidance/documents/store.ts'
import { levelWords } from '#guidance/issuing/answer.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { uptakeColumns, uptakeDocument } from './document.ts'
import { launchForm, uptakeQuery } from './forms.ts'
import { freezeUptake, readUptakeDifferences } from './freeze-uptake.ts'
import { setLaunch } from './set-launch.ts'
import { selectLaunches, selectPastEvents, selectUptake, type Uptake } from './store.ts'
import { type Figure, figures, inChasingOrder, type Launch, type PastEvent } from './uptake.ts'
import { UptakeOfAll, type UptakeView } from './views/uptake.tsx'

const at = ({ part }: Asked): string => `/guidance/${part('id')}/uptake`

/** The same, in one trip with the events that may be said to be its launch. */
const uptakeOf = async (act: Act, { part }: Asked, mayWrite = false): Promise<{ uptake: Uptake; events: PastEvent[] }> => {
  const { uptake, events } = await readTogether(act.db, {
    uptake: selectUptake(act, part('id')),
    events: mayWrite ? selectPastEvents(act.db, act.now) : given([]),
  })
  if (!uptake) throw notFound('guidance')
  return { uptake, events: events.filter(({ code }) => !uptake.launches.some((one) => one.code === code)) }
}

const selectAsked = ({ db, now, council, part }: Asked) => selectUptake({ db, now, laCodes: council.laCodes }, part('id'))

const viewOf = ({ document, version, ...rest }: Uptake): UptakeView => ({
  ...rest,
  id: document.id,
  title: document.title,
  topic: document.topic,
  version: version.number,
})

const exportOf = ({ document, schools: all }: Uptake) => ({
  act: 'guidance_uptake.exported' as const,
  after: { documentId: document.id, schools: all.length },
})

const keep = press({
  at: '/:id/uptake',
  button: 'Keep these figures',
  act: (act, _, { id, part }) => freezeUptake(act, { id, documentId: part('id') }),
  refused: {
    nothing_issued: gone,
    goes_on_changing: { after: 'Records went on changing while the report was made. No report is made: try again in a minute.' },
  },
  done: 'These figures are kept as they are now',
  to: (asked, number) => (number === undefined ? at(asked) : `/coverage/frozen/${number}`),
})

/** `ended`: that it was not this one. */
type ToLaunch = { launches: readonly Launch[]; events: readonly PastEvent[]; ended?: Launch | undefined }

const launch = press({
  at: '/:id/uptake/launch',
  read: ({ db, part, now }) =>
    mapped(
      together({ document: selectDocument(db, part('id')), launches: selectLaunches(db, part('id')), events: selectPastEvents(db, now) }),
      ({ document, ...of }): ToLaunch | undefined => document && of,
    ),
  form: (_, { events }) => launchForm(events),
  shape: ({ event }, { ended }) => (ended ? null : event),
  button: ({ ended }: ToLaunch) => [
    ended
      ? { text: 'This was not its launch', of: ended.title, name: 'ended', value: ended.code, kind: 'secondary' }
      : { text: 'It was presented there', kind: 'secondary' },
  ],
  act: async (act, { ended, event }, { subject: { launches, events }, part }) => {
    const known: readonly Launch[] = ended ? launches : events
    if (!known.some(({ code }) => code === (ended || event))) return { ok: false, refusal: gone }
    await setLaunch(act, part('id'), ended || event, ended !== '')
    return ok(undefined)
  },
  refused: {},
  done: ({ values }) => (values.ended ? 'The event is its launch no more' : 'The event is noted as its launch'),
  to: at,
})

const uptakePage = page({
  at: '/:id/uptake',
  ahead: selectAsked,
  also: async (act, _, asked) => {
    const mayWrite = mayAsk(act.actor, 'POST /guidance/:id/uptake')
    const { uptake, events } = await uptakeOf(act, asked, mayWrite)
    const { by } = uptakeQuery.parse(asked.query)
    return { view: viewOf(uptake), events, mayWrite, by, reported: Boolean(asked.c.env.RESEND_WEBHOOK_SECRET) }
  },
  title: 'Uptake',
  caption: ({ view }) => `As at ${sayDay(view.day)}`,
  heading: ({ view }) => `Uptake of ${view.title}, version ${view.version}`,
  back: ({ view }) => ({ href: `/guidance/${view.id}`, text: view.title }),
  wide: true,
  presses: { keep, launch },
  show: ({ events, ...of }, forms) => (
    <UptakeOfAll
      {...of}
      keep={forms.keep()}
      launch={(ended) => forms.launch({ launches: [], events, ended })}
      hasEvents={events.length > 0}
    />
  ),
})

const whichSchools = (Object.keys(figures) as Figure[]).map((value) => ({ value, text: figures[value].says }))

const schools = list({
  at: '/:id/uptake/schools',
  ask: ({ query }) => ({ asked: uptakeQuery.parse(query) }),
  beside: (asked) => mapped(selectAsked(asked), (uptake) => uptake && { uptake, view: viewOf(uptake) }),
  title: 'Schools behind the figure',
  heading: ({ asked }) => figures[asked.which].says,
  caption: ({ view }) => `${view.title}, version ${view.version}, as at ${sayDay(view.day)}`,
  back: ({ view }) => ({ href: `/guidance/${view.id}/uptake`, text: 'Uptake' }),
  whole: {
    rows: ({ uptake, asked: { which, by, category } }) =>
      inChasingOrder(uptake.schools.filter(figures[which].is)).filter(
        ({ school }) => category === undefined || groupOf(by, school).key === category,
      ),
    idOf: ({ school }) => school.schoolId,
  },
  of: ['school'],
  tableCaption: ({ total, view }) => `${sayTotal(total, 'school')} of ${view.schools.length}, those without an answer first`,
  columns: [
    {
      name: 'School',
      cell: ({ school }, { view }) => (
        <Link href={`/organiser/schools/${school.schoolId}?guidance=${view.id}#document`}>{schoolLabel(school)}</Link>
      ),
    },
    { name: 'URN', cell: ({ school }) => school.urn },
    { name: 'State', cell: ({ state }) => stateWords[state] },
    { name: 'How we know', cell: ({ level }) => (level ? levelWords[level] : '') },
    { name: 'Why', cell: ({ why }) => why },
  ],
  above: ({ view, asked }) => (
    <form method="get" action={`/guidance/${view.id}/uptake/schools`} class="muster-no-print">
      <Select name="which" label="Which schools" value={asked.which} options={whichSchools} />
      <Button kind="secondary">Show</Button>
    </form>
  ),
  none: 'None.',
})

const allSchools = files({
  at: '/:id/uptake/schools',
  beside: (asked) => mapped(selectAsked(asked), (uptake) => uptake && { uptake }),
  title: 'Uptake',
  whole: { rows: ({ uptake }) => inChasingOrder(uptake.schools) },
  columns: uptakeColumns,
  file: {
    name: ({ uptake }) => `uptake-${uptake.day}`,
    log: ({ uptake }) => exportOf(uptake),
  },
})

/** How schools took guidance up, for the council. Mounted at /guidance, before its documents. */
export const reportUptakePages = withPages(new Hono<AppEnv>(), uptakePage, schools, allSchools)
  .get('/reports/:number{[1-9]\\d{0,8}}/difference', async (c) => {
    const { act } = c.var
    const number = Number(c.req.param('number'))
    const frozen = await readTogether(act.db, {
      report: selectFrozen(act.db, number),
      schools: selectFrozenSchools(act.db, number),
      standings: selectFrozenStandings(act.db, number),
    })
    const { report } = frozen
    const differing = report?.about === 'guidance' ? await readUptakeDifferences(act, { ...frozen, report }) : undefined
    if (!report || !differing) throw notFound('report')
    return c.render(<StandingDifferencePage report={report} found={differing} knownAt={act.now} />, {
      title: 'What has become known since',
      back: { href: `/coverage/frozen/${number}`, text: nameOf(report) },
    })
  })

  .get('/:id/uptake/report.xlsx', async (c) => {
    const { uptake } = await uptakeOf(c.var.act, askedOf(c))
    await logExport(c.var.act, exportOf(uptake))
    return c.body(workbookOf(uptakeDocument(uptake, c.var.council.name)), 200, xlsxHeaders(`uptake-${uptake.day}`))
  })

  .get('/:id/uptake/report.pdf', async (c) => {
    const { uptake } = await uptakeOf(c.var.act, askedOf(c))
    const bytes = await oneAtATime(c.var.act, async (giveWay) => {
      await logExport(c.var.act, exportOf(uptake))
      return pdfOf(c.var.act, { ...uptakeDocument(uptake, c.var.council.name), colour: c.var.council.brandColour }, { giveWay })
    })
    return c.body(bytes, 200, pdfHeaders(`uptake-${uptake.day}`))
  })
