import { Hono } from 'hono'
import { selectBeginning, selectWritten } from '#attendance/coverage/evidence-store.ts'
import { selectHowSchoolStands } from '#attendance/standings/school-store.ts'
import { hasRole } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { instant, londonDay } from '#base/dates.ts'
import { given, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { readAnswers } from '#guidance/answers/read-answers.ts'
import { formsOfSchool } from '#guidance/answers/report-pages.tsx'
import { selectAskedNow } from '#guidance/answers/store.ts'
import { GuidanceOfSchool } from '#guidance/answers/views/school.tsx'
import { selectOwnIssues } from '#guidance/issuing/receipt-store.ts'
import { selectOwnStates } from '#guidance/issuing/standing-store.ts'
import { selectChases, selectContacts } from '#people/ladder/chase-store.ts'
import { selectToDo } from '#returns/progress/action-store.ts'
import { selectProgressOf } from '#returns/progress/store.ts'
import { selectRecord } from '#schools/schools/record-store.ts'
import { rootOf } from '#schools/schools/store.ts'
import { SchoolPage } from '#schools/schools/views/school.tsx'
import { FollowUp } from './views/ladder.tsx'
import { Stands, Written } from './views/school.tsx'

const farAhead = '9999-12-31'

/** Everything about one school, each part for those who may read it elsewhere. */
export const organiserSchoolPages = new Hono<AppEnv>().get('/:id{[0-9a-f]{8}-[0-9a-f-]{27}}', async (c) => {
  const { act } = c.var
  const { db, actor } = act
  const id = c.req.param('id')
  const today = londonDay(act.now)
  const seesGuidance = mayAsk(actor, 'GET /guidance/:id/schools/:schoolId')
  const wanted = seesGuidance ? c.req.query('guidance') : undefined
  const seesAudits = mayAsk(actor, 'GET /organiser/returns/:round/schools/:return')
  const { record, stands, issues, states, audits, plan, chases, contacts, calendar, since, written, asked } = await readTogether(db, {
    record: selectRecord(db, id),
    stands: selectHowSchoolStands(db, id, today, { seer: 'council' }),
    issues: seesGuidance ? selectOwnIssues(db, id) : given([]),
    states: selectOwnStates(act, id),
    audits: seesAudits ? selectProgressOf(db, id) : given([]),
    plan: seesAudits ? selectToDo(db, [id], farAhead) : given([]),
    chases: selectChases(db, { rootId: id }),
    contacts: selectContacts(db, id),
    calendar: selectCalendar(db),
    since: selectBeginning(db),
    written: seesGuidance ? selectWritten(db, id) : given([]),
    asked: wanted ? selectAskedNow(db, wanted, id) : given(undefined),
  })
  if (!record) {
    const root = await rootOf(db, id)
    if (!root) throw notFound('school')
    return c.redirect(`/organiser/schools/${root}`, 302)
  }
  if (wanted && !asked) throw notFound('guidance')
  const read = asked && (await readAnswers(act, asked))
  const mayChase = mayAsk(actor, 'POST /organiser/schools/:id/ladder/contacts')
  return c.render(
    <SchoolPage
      record={record}
      now={instant(act.now)}
      mayWrite={hasRole(actor, 'administrator', 'organiser')}
      mayVerify={mayAsk(actor, 'GET /organiser/schools/:id/evidence/:earlier')}
      top={<FollowUp schoolId={id} chases={chases} contacts={contacts} calendar={calendar} today={today} mayWrite={mayChase} />}
      since={since?.on}
    >
      <Stands
        schoolId={id}
        states={states}
        audits={audits}
        plan={plan}
        seesAudits={seesAudits}
        today={today}
        rows={stands?.rows ?? []}
        issues={issues.filter(({ current }) => current)}
        opened={asked && read ? <GuidanceOfSchool asked={asked} read={read} now={act.now} forms={formsOfSchool(c, asked, read)} /> : null}
      />
      <Written written={written} />
    </SchoolPage>,
    { title: record.school.name, back: { href: '/organiser/schools', text: 'Schools' } },
  )
})
