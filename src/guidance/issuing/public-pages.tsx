import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { answerFile } from '#base/files/answer-file.ts'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { press } from '#base/web/press.tsx'
import { readToken } from '#booking/needs/forms.ts'
import { actsOrHeads } from '#people/roles/school-role-store.ts'
import { placeWord, schoolLabel } from '#schools/schools/school.ts'
import { selectSchoolName } from '#schools/schools/store.ts'
import { filesOf, selectVersions } from '../documents/store.ts'
import { stateIssue } from './acknowledge-issue.ts'
import { acknowledgeForm } from './forms.ts'
import { selectLinked, selectOwnIssues } from './receipt-store.ts'
import { selectOwnStates } from './standing-store.ts'
import { LinkedIssue, NoGuidanceLinkPage, ThanksPage } from './views/own.tsx'
import { tooManyStated } from './views/refusals.tsx'

type C = Context<AppEnv>

const issueOf = async (c: C) => {
  const token = readToken(c.req.param('token'))
  const { db, now } = c.var.act
  const linked = token && (await readNow(db, selectLinked(db, await sha256(token))))
  if (!linked) return undefined
  const { school, issues, states } = await readTogether(db, {
    school: selectSchoolName(db, linked.rootId),
    issues: selectOwnIssues(db, linked.rootId),
    states: selectOwnStates({ db, now }, linked.rootId),
  })
  const issue = issues.find(({ id }) => id === linked.issueId)
  if (school) c.set('place', placeWord(school))
  return school && issue ? { at: `/read/${token}`, schoolId: linked.rootId, school, issue, state: states.get(issue.id) } : undefined
}

const noLink = (c: C) => {
  c.status(404)
  return c.render(<NoGuidanceLinkPage />, { title: 'This link does not work' })
}

const state = press({
  at: '/:token',
  form: acknowledgeForm,
  button: 'I have it',
  act: async (act, said, { c }) => {
    const link = await issueOf(c)
    if (!link) return noLink(c)
    const done = await stateIssue(act, link, said)
    return done.ok ? c.render(<ThanksPage title={link.issue.title} at={link.at} />, { title: 'Thank you' }) : done
  },
  refused: { too_many: tooManyStated },
  to: ({ part }) => `/read/${part('token')}`,
})

const linked = page({
  at: '/:token',
  also: async (act, _, { c }) => {
    const link = await issueOf(c)
    if (!link) return noLink(c)
    const own = `/school/${link.schoolId}/guidance/${link.issue.id}`
    // Whoever is signed in for the school reads it there, where it is kept that they opened it.
    if (c.req.method === 'GET' && (await actsOrHeads(act, link.schoolId))) return c.redirect(own, 303)
    const { documentId, number } = link.issue
    const versions = await readNow(act.db, selectVersions(act.db, documentId, number))
    const version = versions.find((one) => one.number === number)
    if (!version) throw notFound('version')
    return { ...link, own, version, before: versions.find((one) => one.number === number - 1) }
  },
  title: ({ issue }) => issue.title,
  caption: ({ school }) => schoolLabel(school),
  presses: { state },
  show: (link, forms, { now }) => <LinkedIssue {...link} today={londonDay(now)} form={forms.state()} />,
})

/** By the link of a mail, without signing in. Mounted at /read. */
export const publicGuidancePages = withPages(new Hono<AppEnv>(), linked).get('/:token/files/:fileId', async (c) => {
  const link = await issueOf(c)
  if (!link) return noLink(c)
  const [file] = await filesOf(c.var.act.db, link.issue.versionId, c.req.param('fileId'))
  if (!file) throw notFound('file')
  return answerFile(c.env, file)
})
