import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { answerFile } from '#base/files/answer-file.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { actsOrHeads } from '#people/roles/school-role-store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { filesOf, selectVersions } from '../documents/store.ts'
import { acknowledgeIssue, noteOpened } from './acknowledge-issue.ts'
import { selectHad, selectOwnIssues, selectReceipts, selectSchoolName } from './receipt-store.ts'
import { selectOwnStates } from './standing-store.ts'
import { OwnIssuePage } from './views/own.tsx'

type C = Context<AppEnv>

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const one = `/:schoolId{${uuid}}/guidance/:issueId{${uuid}}`

const deskOf = async (c: C) => {
  const schoolId = c.req.param('schoolId') ?? ''
  if (!(await actsOrHeads(c.var.act, schoolId))) throw notFound('school')
  return { schoolId, base: `/school/${schoolId}/guidance` }
}

/** Everything of the school, and the version that is asked for. */
const found = async (c: C) => {
  const desk = await deskOf(c)
  const { act } = c.var
  const { db } = act
  const { school, issues, states } = await readTogether(db, {
    school: selectSchoolName(db, desk.schoolId),
    issues: selectOwnIssues(db, desk.schoolId),
    states: selectOwnStates(act, desk.schoolId),
  })
  const issue = issues.find(({ id }) => id === c.req.param('issueId'))
  if (!school || !issue) throw notFound('guidance')
  return { ...desk, school, issues, issue, state: states.get(issue.id) }
}

/** For those who act for a school, and its head. Mounted at /school. */
export const schoolGuidancePages = new Hono<AppEnv>()
  .get(one, async (c) => {
    const { act } = c.var
    const { base, school, issues, issue, state } = await found(c)
    const { versions, receipts, had } = await readTogether(act.db, {
      versions: selectVersions(act.db, issue.documentId, issue.number),
      receipts: selectReceipts(act.db, issue.id),
      had: selectHad(act.db, issue.id, act.actor.accountId ?? ''),
    })
    const version = versions.find(({ number }) => number === issue.number)
    if (!version) throw notFound('version')
    return c.render(
      <OwnIssuePage
        {...{ issue, version, state, receipts, base }}
        school={schoolLabel(school)}
        today={londonDay(act.now)}
        before={versions.find(({ number }) => number === issue.number - 1)}
        history={issues.filter(({ documentId, id }) => documentId === issue.documentId && id !== issue.id)}
        isOpen={had.length > 0}
        isOwn={had.includes('acknowledged')}
      />,
      { title: issue.title, back: { href: base, text: 'Guidance and policies' } },
    )
  })

  .post(`${one}/opening`, async (c) => {
    const { schoolId, base, issue } = await found(c)
    await noteOpened(c.var.act, { schoolId, issue })
    return c.redirect(`${base}/${issue.id}#document`, 303)
  })

  .post(`${one}/acknowledge`, async (c) => {
    const { schoolId, base, issue } = await found(c)
    await acknowledgeIssue(c.var.act, { schoolId, issue })
    flash(c, 'It is kept that you have it')
    return c.redirect(`${base}/${issue.id}`, 303)
  })

  .get(`${one}/files/:fileId`, async (c) => {
    const { issue } = await found(c)
    const [file] = await filesOf(c.var.act.db, issue.versionId, c.req.param('fileId'))
    if (!file) throw notFound('file')
    return answerFile(c.env, file)
  })
