import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { answerFile } from '#base/files/answer-file.ts'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { problemsOf, typedOf } from '#base/web/form.ts'
import { readToken } from '#booking/needs/forms.ts'
import { actsOrHeads } from '#people/roles/school-role-store.ts'
import { placeWord, schoolLabel } from '#schools/schools/school.ts'
import { filesOf, selectVersions } from '../documents/store.ts'
import { stateIssue } from './acknowledge-issue.ts'
import { acknowledgeFields, acknowledgeForm } from './forms.ts'
import { selectLinked, selectOwnIssues, selectSchoolName } from './receipt-store.ts'
import { selectOwnStates } from './standing-store.ts'
import { LinkedIssuePage, NoGuidanceLinkPage, ThanksPage } from './views/own.tsx'
import { tooManyStated } from './views/refusals.tsx'

type C = Context<AppEnv>

const found = async (c: C) => {
  const token = readToken(c.req.param('token'))
  if (!token) return undefined
  const { act } = c.var
  const { db } = act
  const { linked } = await readTogether(db, { linked: selectLinked(db, await sha256(token)) })
  if (!linked) return undefined
  const { school, issues, states } = await readTogether(db, {
    school: selectSchoolName(db, linked.rootId),
    issues: selectOwnIssues(db, linked.rootId),
    states: selectOwnStates(act, linked.rootId),
  })
  const issue = issues.find(({ id }) => id === linked.issueId)
  if (school) c.set('place', placeWord(school))
  return school && issue ? { at: `/read/${token}`, schoolId: linked.rootId, school, issue, state: states.get(issue.id) } : undefined
}

type Found = NonNullable<Awaited<ReturnType<typeof found>>>

const withLink = async (c: C, answer: (link: Found) => Response | Promise<Response>) => {
  const link = await found(c)
  if (link) return answer(link)
  c.status(404)
  return c.render(<NoGuidanceLinkPage />, { title: 'This link does not work' })
}

const show = async (
  c: C,
  { at, schoolId, school, issue, state }: Found,
  typed: Record<string, string>,
  wrong: { problems?: Problems; why?: string } = {},
) => {
  const { db } = c.var.act
  const { versions } = await readTogether(db, { versions: selectVersions(db, issue.documentId, issue.number) })
  const version = versions.find(({ number }) => number === issue.number)
  if (!version) throw notFound('version')
  return c.render(
    <LinkedIssuePage
      {...{ issue, version, state, at, typed, problems: wrong.problems, why: wrong.why }}
      own={`/school/${schoolId}/guidance/${issue.id}`}
      school={schoolLabel(school)}
      today={londonDay(c.var.act.now)}
      before={versions.find(({ number }) => number === issue.number - 1)}
    />,
    { title: issue.title, hasProblems: wrong.problems !== undefined },
  )
}

/** By the link of a mail, without signing in. Mounted at /read. */
export const publicGuidancePages = new Hono<AppEnv>()
  .get('/:token', (c) =>
    withLink(c, async (link) =>
      // Whoever is signed in for the school reads it there, where it is kept that they opened it.
      (await actsOrHeads(c.var.act, link.schoolId))
        ? c.redirect(`/school/${link.schoolId}/guidance/${link.issue.id}`, 303)
        : show(c, link, { name: '', role: '' }),
    ),
  )

  .post('/:token', (c) =>
    withLink(c, async (link) => {
      const body = await c.req.parseBody()
      const typed = typedOf(body, acknowledgeFields)
      const read = acknowledgeForm.safeParse(body)
      if (!read.success) {
        c.status(422)
        return show(c, link, typed, { problems: problemsOf(read.error) })
      }
      const done = await stateIssue(c.var.act, link, read.data)
      if (!done.ok) {
        c.status(409)
        return show(c, link, typed, { why: tooManyStated })
      }
      return c.render(<ThanksPage title={link.issue.title} at={link.at} />, { title: 'Thank you' })
    }),
  )

  .get('/:token/files/:fileId', (c) =>
    withLink(c, async ({ issue }) => {
      const [file] = await filesOf(c.var.act.db, issue.versionId, c.req.param('fileId'))
      if (!file) throw notFound('file')
      return answerFile(c.env, file)
    }),
  )
