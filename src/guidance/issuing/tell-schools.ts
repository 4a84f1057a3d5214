import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import type { Council } from '#base/council.ts'
import { councilFrom } from '#base/council.ts'
import { atomically } from '#base/db/atomically.ts'
import { togetherOrApart } from '#base/db/failed-job.ts'
import { readNow } from '#base/db/read.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { loggedAll } from '#base/log/store.ts'
import { guidanceIssuedMail } from '#emails/correspondence/guidance-issued.tsx'
import type { OwnWords } from '#emails/messages/words.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import { queuedAll, readOwnWords } from '#messages/outbox/store.ts'
import { insertUnsent } from '#people/notices/store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { insertLinks, type NewLink, selectReachable, selectToTell, setTold, type ToTell } from './issue-store.ts'
import { type Letter, lettersOf, nextLetterOf, type Reachable } from './issuing.ts'
import { insertReceipts, type NewReceipt } from './receipt-store.ts'

const schoolsAtOnce = 40

/**
 * Job: writes to the named people of schools that were given a version, some schools at a time, and
 * to the next address of one whose every mail came back. Mails, links and receipts are one batch
 * with what keeps them from going twice.
 */
export const tellSchools = async (act: Act): Promise<boolean> => {
  const issues = await readNow(act.db, selectToTell(act, schoolsAtOnce))
  if (issues.length === 0) return false
  const [council, words] = await Promise.all([readCouncil(act.db, councilFrom(act.laCodes.join(','))), readOwnWords(act.db)])
  return togetherOrApart(
    act,
    'tellSchools',
    issues,
    ({ issueId }) => issueId,
    (some) => write(act, council, words, some),
  )
}

const write = async (act: Act, council: Council, words: OwnWords | undefined, issues: readonly ToTell[]): Promise<boolean> => {
  const reachable = await readNow(act.db, selectReachable(act, [...new Set(issues.map(({ rootId }) => rootId))]))
  const at = Map.groupBy(reachable, ({ rootId }) => rootId)
  const letters = issues.map((issue) => ({ issue, letters: lettersAt(issue, at.get(issue.rootId) ?? []) }))
  const told = await Promise.all(
    letters.flatMap(({ issue, letters: of }) => of.map((letter) => letterTo(act, council, words, issue, letter))),
  )
  const result = await atomically(
    act.db,
    [
      setTold(
        act,
        issues.map(({ issueId }) => issueId),
      ),
      ...queuedAll(
        act,
        told.map(({ message }) => message),
      ),
      insertReceipts(
        act,
        told.map(({ receipt }) => receipt),
      ),
      insertLinks(
        act,
        told.map(({ link }) => link),
      ),
      insertUnsent(
        act,
        'guidance',
        letters.flatMap(({ issue: { issueId, versionId, schoolId, current }, letters: of }) =>
          of.length > 0
            ? []
            : [{ id: `${issueId} unsent`, subjectId: versionId, schoolId, what: current === 0 ? 'came_back' : 'not_sent' }],
        ),
      ),
      loggedAll(
        act,
        issues.map(({ schoolId, documentId, number, issueId }) => ({
          act: 'guidance.told',
          subject: ['guidance', documentId] as const,
          schoolId,
          after: { version: number, letters: told.filter(({ link }) => link.issueId === issueId).length },
        })),
      ),
    ],
    { school_was_told: 'told' } as const,
  )
  return result.ok && told.length > 0
}

/** None of what was replaced meanwhile. */
const lettersAt = (issue: ToTell, at: readonly Reachable[]): Letter[] => {
  const tried = JSON.parse(issue.tried) as string[]
  if (issue.current === 0) return []
  return tried.length > 0 ? nextLetterOf(tried, at) : lettersOf(JSON.parse(issue.roles) as string[], at).letters
}

type Told = { message: OutgoingMessage; link: NewLink; receipt: NewReceipt }

const letterTo = async (act: Act, council: Council, words: OwnWords | undefined, issue: ToTell, { to, roles }: Letter): Promise<Told> => {
  const token = newToken()
  const message: OutgoingMessage = {
    id: newId(act.now),
    kind: 'guidance_issued',
    recipient: to.personId ?? to.accountId ?? to.email,
    personId: to.personId ?? undefined,
    schoolId: issue.schoolId,
    tells: { notice: 'guidance', subjectId: issue.versionId },
    to: { name: to.name, email: to.email },
    replyTo: council.contactEmail || undefined,
    ...guidanceIssuedMail({
      title: issue.title,
      school: schoolLabel(issue),
      asked: issue.answered ? 'answered' : issue.asked,
      dueBy: issue.dueBy,
      dueOn: issue.dueOn,
      isNew: issue.number === 1,
      whatToDo: issue.whatToDo,
      files: JSON.parse(issue.files) as string[],
      href: `${act.baseUrl}/read/${token}`,
      council,
      words,
      serviceUrl: act.baseUrl,
    }),
  }
  const role = roles[0] ?? ''
  const receiptId = newId(act.now)
  return {
    message,
    link: {
      tokenHash: await sha256(token),
      issueId: issue.issueId,
      roleId: role || null,
      receiptId: to.personId && to.roleId ? receiptId : null,
    },
    receipt: {
      id: receiptId,
      issueId: issue.issueId,
      what: 'sent',
      level: 'seen',
      messageId: message.id,
      forRoleId: role || undefined,
      ...(to.personId
        ? { personId: to.personId }
        : to.accountId
          ? { accountId: to.accountId }
          : { name: to.name || 'The mailbox of the school' }),
    },
  }
}
