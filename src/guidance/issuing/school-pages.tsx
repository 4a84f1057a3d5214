import { Hono } from 'hono'
import { type Act, actsFor } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { given, mapped, readNow, readTogether, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { answerFile } from '#base/files/answer-file.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, askedOf, gone, press } from '#base/web/press.tsx'
import { actsOrHeads, selectIsHead } from '#people/roles/school-role-store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { selectSchoolName } from '#schools/schools/store.ts'
import { filesOf, selectVersions } from '../documents/store.ts'
import { acknowledgeIssue, noteOpened } from './acknowledge-issue.ts'
import { selectHad, selectOwnIssues, selectReceipts } from './receipt-store.ts'
import { selectOwnStates } from './standing-store.ts'
import { OwnIssueSummary } from './views/own.tsx'

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const at = `/:schoolId{${uuid}}/guidance/:issueId{${uuid}}`

const path = ({ part }: Asked): string => `/school/${part('schoolId')}/guidance/${part('issueId')}`

const readIssue = ({ db, now, part }: Asked) => {
  const schoolId = part('schoolId')
  return mapped(
    together({
      school: selectSchoolName(db, schoolId),
      issues: selectOwnIssues(db, schoolId),
      states: selectOwnStates({ db, now }, schoolId),
    }),
    ({ school, issues, states }) => {
      const issue = issues.find(({ id }) => id === part('issueId'))
      return school && issue && { schoolId, school, issues, issue, state: states.get(issue.id) }
    },
  )
}

/** That somebody of the school opened or has it. @param note writes it */
const noting = (of: { at: string; button: string; done?: string; anchor?: string }, note: typeof noteOpened) =>
  press({
    at: at + of.at,
    read: readIssue,
    button: of.button,
    act: async (act, _, { subject }) => {
      if (!(await actsOrHeads(act, subject.schoolId))) return { ok: false, refusal: gone }
      await note(act, subject)
      return ok(undefined)
    },
    refused: {},
    done: of.done ?? '',
    to: (asked) => path(asked) + (of.anchor ?? ''),
  })

const open = noting({ at: '/opening', button: 'Read it', anchor: '#document' }, noteOpened)
const acknowledge = noting({ at: '/acknowledge', button: 'I have it', done: 'It is kept that you have it' }, acknowledgeIssue)

/** For those who act for the school, and its head. */
const reading = async (act: Act, { schoolId, issue }: { schoolId: string; issue: { id: string; documentId: string; number: number } }) => {
  const { isTheirs, versions, ...rest } = await readTogether(act.db, {
    isTheirs: actsFor(act.actor, schoolId) ? given(true) : selectIsHead(act, schoolId),
    versions: selectVersions(act.db, issue.documentId, issue.number),
    receipts: selectReceipts(act.db, issue.id),
    had: selectHad(act.db, issue.id, act.actor.accountId ?? ''),
  })
  const version = versions.find(({ number }) => number === issue.number)
  if (!isTheirs || !version) throw notFound('guidance')
  return { ...rest, version, before: versions.find(({ number }) => number === issue.number - 1) }
}

const own = page({
  at,
  read: readIssue,
  also: reading,
  title: ({ issue }) => issue.title,
  caption: ({ school }) => schoolLabel(school),
  back: ({ schoolId }) => ({ href: `/school/${schoolId}/guidance`, text: 'Guidance and policies' }),
  presses: { open, acknowledge },
  show: ({ had, ...found }, forms, { now }) => (
    <OwnIssueSummary
      {...found}
      base={`/school/${found.schoolId}/guidance`}
      today={londonDay(now)}
      history={found.issues.filter(({ documentId, id }) => documentId === found.issue.documentId && id !== found.issue.id)}
      open={had.length > 0 ? undefined : forms.open(found)}
      acknowledge={had.includes('acknowledged') ? undefined : forms.acknowledge(found)}
    />
  ),
})

/** For those who act for a school, and its head. Mounted at /school. */
export const schoolGuidancePages = withPages(new Hono<AppEnv>(), own).get(`${at}/files/:fileId`, async (c) => {
  const { act } = c.var
  const subject = await readNow(act.db, readIssue(askedOf(c)))
  if (!subject || !(await actsOrHeads(act, subject.schoolId))) throw notFound('guidance')
  const [file] = await filesOf(act.db, subject.issue.versionId, c.req.param('fileId'))
  if (!file) throw notFound('file')
  return answerFile(c.env, file)
})
