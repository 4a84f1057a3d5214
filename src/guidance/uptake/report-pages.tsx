import { type Context, Hono } from 'hono'
import { groupOf, nameOf } from '#attendance/reports/frozen.ts'
import { selectFrozenStandings } from '#attendance/reports/standing-store.ts'
import { selectFrozen, selectFrozenSchools } from '#attendance/reports/store.ts'
import { StandingDifferencePage } from '#attendance/reports/views/standings.tsx'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { logExport } from '#base/log/export-log.ts'
import { mayAsk } from '#base/web/access.ts'
import { csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { formId, text } from '#base/web/form.ts'
import { oneAtATime } from '#base/web/pace.ts'
import { pdfHeaders, pdfOf } from '#base/web/pdf.ts'
import { workbookOf } from '#base/web/workbook.ts'
import { xlsxHeaders } from '#base/web/xlsx.ts'
import { uptakeColumns, uptakeDocument } from './document.ts'
import { uptakeQuery } from './forms.ts'
import { freezeUptake, readUptakeDifferences } from './freeze-uptake.ts'
import { setLaunch } from './set-launch.ts'
import { readUptake, selectPastEvents, type Uptake } from './store.ts'
import { figures, inChasingOrder } from './uptake.ts'
import { UptakePage, UptakeSchoolsPage, type UptakeView } from './views/uptake.tsx'

type C = Context<AppEnv>

const pageSize = 50

const found = async (c: C): Promise<Uptake> => {
  const uptake = await readUptake(c.var.act, c.req.param('id') ?? '')
  if (!uptake) throw notFound('guidance')
  return uptake
}

const viewOf = ({ document, version, ...rest }: Uptake): UptakeView => ({
  ...{ ...rest, id: document.id, title: document.title, topic: document.topic, version: version.number },
})

const exported = async (c: C, { document, schools }: Uptake): Promise<void> =>
  logExport(c.var.act, { act: 'guidance_uptake.exported', after: { documentId: document.id, schools: schools.length } })

/** How schools took guidance up, for the council. Mounted at /guidance, before its documents. */
export const reportUptakePages = new Hono<AppEnv>()
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

  .get('/:id/uptake', async (c) => {
    const { act } = c.var
    const mayWrite = mayAsk(act.actor, 'POST /guidance/:id/uptake')
    const [uptake, events] = await Promise.all([found(c), mayWrite ? readNow(act.db, selectPastEvents(act.db, act.now)) : []])
    return c.render(
      <UptakePage
        view={viewOf(uptake)}
        reported={Boolean(c.env.RESEND_WEBHOOK_SECRET)}
        by={uptakeQuery.parse(c.req.query()).by}
        freezeAs={mayWrite ? newId(act.now) : undefined}
        events={events.filter(({ code }) => !uptake.launches.some((one) => one.code === code))}
      />,
      { title: 'Uptake', back: { href: `/guidance/${uptake.document.id}`, text: uptake.document.title } },
    )
  })

  .post('/:id/uptake', async (c) => {
    const { act } = c.var
    const form = await c.req.parseBody()
    const documentId = c.req.param('id')
    const done = await freezeUptake(act, { id: formId(form, act.now), documentId })
    if (!done.ok) {
      if (done.reason === 'nothing_issued') throw notFound('guidance')
      flash(c, 'Records went on changing while the report was made. No report is made: try again in a minute.', false)
      return c.redirect(`/guidance/${documentId}/uptake`, 303)
    }
    flash(c, 'These figures are kept as they are now')
    return c.redirect(`/coverage/frozen/${done.value}`, 303)
  })

  .post('/:id/uptake/launch', async (c) => {
    const { document, launches } = await found(c)
    const form = await c.req.parseBody()
    const ended = text(form, 'ended')
    const code = ended || text(form, 'event')
    const known = ended ? launches : await readNow(c.var.act.db, selectPastEvents(c.var.act.db, c.var.act.now))
    if (!known.some((one) => one.code === code)) throw notFound('event')
    await setLaunch(c.var.act, document.id, code, ended !== '')
    flash(c, ended ? 'The event is its launch no more' : 'The event is noted as its launch')
    return c.redirect(`/guidance/${document.id}/uptake`, 303)
  })

  .get('/:id/uptake/schools', async (c) => {
    const uptake = await found(c)
    const asked = uptakeQuery.parse(c.req.query())
    const behind = inChasingOrder(uptake.schools.filter(figures[asked.which].is)).filter(
      ({ school }) => asked.category === undefined || groupOf(asked.by, school).key === asked.category,
    )
    return c.render(
      <UptakeSchoolsPage
        view={viewOf(uptake)}
        {...{ asked, pageSize, found: behind }}
        shown={behind.slice((asked.page - 1) * pageSize, asked.page * pageSize)}
        url={c.req.url}
      />,
      { title: 'Schools behind the figure', back: { href: `/guidance/${uptake.document.id}/uptake`, text: 'Uptake' } },
    )
  })

  .get('/:id/uptake/schools.csv', async (c) => {
    const uptake = await found(c)
    await exported(c, uptake)
    return c.body(csvOf(uptakeColumns, inChasingOrder(uptake.schools)), 200, csvHeaders(`uptake-${uptake.day}`))
  })

  .get('/:id/uptake/report.xlsx', async (c) => {
    const uptake = await found(c)
    await exported(c, uptake)
    return c.body(workbookOf(uptakeDocument(uptake, c.var.council.name)), 200, xlsxHeaders(`uptake-${uptake.day}`))
  })

  .get('/:id/uptake/report.pdf', async (c) => {
    const uptake = await found(c)
    const bytes = await oneAtATime(c.var.act, async (giveWay) => {
      await exported(c, uptake)
      return pdfOf(uptakeDocument(uptake, c.var.council.name), c.var.act.now, giveWay)
    })
    return c.body(bytes, 200, pdfHeaders(`uptake-${uptake.day}`))
  })
