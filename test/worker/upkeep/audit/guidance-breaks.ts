// How each invariant about guidance and the safeguarding audit is broken, for the test of the
// audit.

import { newId } from '#base/id.ts'
import { anAccount, aSchool, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aDocument, anAnswer, anIssue, aVersion } from '#test/worker/guidance/world.ts'
import { aReturn } from '#test/worker/returns/filling/world.ts'
import type { GuidanceInvariant, ReturnInvariant } from '#upkeep/audit/audit.ts'

const drop = async (...triggers: string[]): Promise<void> => {
  for (const trigger of triggers) await run(`DROP TRIGGER IF EXISTS ${trigger}`)
}

const aSubmission = async (turn = 0) => {
  const { id, officer } = await aReturn()
  await drop('ReturnSubmission_once', 'ReturnSignature_of_this_turn')
  await add('ReturnSignature', { returnId: id, turn, byId: officer.accountId })
  const returnSubmissionId = newId(tick())
  await add('ReturnSubmission', {
    id: returnSubmissionId,
    returnId: id,
    turn,
    number: returnSubmissionId,
    came: 'by_deadline',
    byId: officer.accountId,
  })
  return id
}

export const returnBreaks: Record<ReturnInvariant, () => Promise<string>> = {
  return_submitted_by_head: async () => {
    const id = await aSubmission()
    await drop('ReturnSignature_kept')
    await run('DELETE FROM ReturnSignature WHERE returnId = ?1', id)
    return id
  },
  return_submitted_in_turn: () => aSubmission(1),
  return_typed_in_a_row: async () => {
    const { id, officer, questions } = await aReturn()
    await drop('ReturnEntry_typed_over_what_was_seen')
    for (const value of ['1', '2'])
      await add('ReturnEntry', { returnId: id, questionId: questions['culture'], value, byId: officer.accountId })
    return id
  },
  return_counts_add_up: async () => {
    const { round } = await aReturn()
    await add('ReturnCount', { roundId: round })
    return round
  },
  logged_is_there: async () => {
    const id = newId(tick())
    await add('Log', { act: 'return.entered', subjectKind: 'school_return', after: JSON.stringify({ entries: [id] }) })
    return id
  },
}

export const guidanceBreaks: Record<GuidanceInvariant, () => Promise<string>> = {
  guidance_has_schools: async () => aVersion(await aDocument()),
  guidance_answers_in_a_row: async () => {
    const versionId = await aVersion(await aDocument())
    const [issueId, other] = [await anIssue(versionId, await aSchool()), await anIssue(versionId, await aSchool())]
    const { accountId } = await anAccount({})
    await drop('GuidanceAnswer_in_place_of_its_own')
    await anAnswer({ issueId, versionId, accountId }, { supersedesId: await anAnswer({ issueId: other, versionId, accountId }) })
    return issueId
  },
}
