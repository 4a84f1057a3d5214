import type { Act } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { nextWorkingDay } from '#base/council/working-day.ts'
import { londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type Decision, decideStaffProposal, proposeToStaff } from '#people/proposals/decide-proposal.ts'
import type { ProposalRefusal, StaffProposal } from '#people/proposals/proposal.ts'
import { finishProposal, insertProposal } from '#people/proposals/store.ts'
import { type GuidanceAsked, type GuidanceDocument, missingOf, sayDecision, type Version } from '../documents/document.ts'
import { draftAsRead } from '../documents/store.ts'
import { insertIssues, insertLaterIssues, selectAudience, setIssued, withdrawRefused } from './issue-store.ts'
import { countsOf, type IssueRefusal } from './issuing.ts'

type Given = ReturnType<typeof countsOf>
type Ask = IssueRefusal | ProposalRefusal

const refusals: Record<string, IssueRefusal> = {
  version_is_issued: 'version_is_issued',
  guidance_is_withdrawn: 'withdrawn',
  version_lacks_words: 'lacks',
  own_guidance_undecided: 'lacks',
  guidance_needs_a_second: 'changed',
  urgent_guidance_waits: 'urgent_waits',
}

const issuing = (act: Act, { id, documentId, number }: Pick<Version, 'id' | 'documentId' | 'number'>, given: Given): SqlStatement[] => [
  setIssued(act, id),
  insertIssues(act, id),
  logged(act, { act: 'guidance.issued', subject: ['guidance', documentId], after: { version: number, ...given } }),
]

const readGiven = async (act: Act, documentId: string): Promise<Given> =>
  countsOf((await readTogether(act.db, { schools: selectAudience(act, documentId) })).schools)

/**
 * Issues a draft to its audience in one batch; a job writes to people after it. What is the
 * council's own is proposed to a second person, and issued at once where it is urgent.
 */
export const issueVersion = async (
  act: Act,
  document: GuidanceDocument,
  version: Version,
  isUrgent = false,
): Promise<Result<Given | { proposed: string }, Ask>> => {
  if (missingOf(document, version).length > 0) return refuse('lacks')
  const recipients = await readGiven(act, document.id)
  if (recipients.schools + recipients.settings === 0) return refuse('nobody')
  const isOwn = version.source === 'own'
  const { title } = document
  const asked: GuidanceAsked = {
    title,
    documentId: document.id,
    number: version.number,
    changedAt: version.changedAt,
    urgent: isUrgent ? 1 : 0,
  }
  const proposal = { id: newId(act.now), kind: 'guidance' as const, subjectId: version.id, reason: sayDecision(version) ?? title }
  if (isOwn && !isUrgent) {
    const proposed = await proposeToStaff(act, { ...proposal, asked })
    return proposed.ok ? ok({ proposed: proposal.id }) : proposed
  }
  const dueOn = isOwn ? nextWorkingDay(londonDay(act.now), await readNow(act.db, selectCalendar(act.db))) : undefined
  const result = await atomically<Ask>(
    act.db,
    [
      ...(dueOn ? [insertProposal(act, { ...proposal, asked: { ...asked, dueOn } })] : []),
      ...issuing(act, version, recipients),
      draftAsRead(act.db, version),
    ],
    { ...refusals, [guardBroken]: 'changed', 'StaffProposal.kind, StaffProposal.subjectId': 'already_proposed' },
  )
  return result.ok ? ok(recipients) : result
}

/** A second person issues what is the council's own, or approves what went out at once. */
export const decideGuidance = (act: Act, asked: Decision): Promise<Result<StaffProposal<GuidanceAsked>, Ask>> =>
  decideStaffProposal<GuidanceAsked, IssueRefusal>(act, asked, {
    statements: async ({ id, subjectId, asked: { documentId, number, dueOn } }) => {
      if (dueOn) return [finishProposal(act, id)]
      const recipients = await readGiven(act, documentId)
      if (recipients.schools + recipients.settings === 0) return 'nobody'
      return [...issuing(act, { id: subjectId, documentId, number }, recipients), finishProposal(act, id)]
    },
    // What is out already is withdrawn, unless a newer version took its place.
    refusing: ({ subjectId, asked: { documentId, dueOn } }) =>
      dueOn
        ? [
            withdrawRefused(act, subjectId, asked.note.trim()),
            logged(act, { act: 'guidance.withdrawn', subject: ['guidance', documentId], after: { refused: subjectId } }, true),
          ]
        : [],
    refusals,
  })

/** Job: gives what is current to schools that opened, joined the audience or succeed another. */
export const followSchools = async (act: Act): Promise<boolean> => {
  await atomically(act.db, insertLaterIssues(act))
  return false
}
