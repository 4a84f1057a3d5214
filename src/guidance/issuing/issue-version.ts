import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type GuidanceDocument, missingOf, type Version } from '../documents/document.ts'
import { draftAsRead } from '../documents/store.ts'
import { insertIssues, insertLaterIssues, selectAudience, setIssued } from './issue-store.ts'
import { countsOf, type IssueRefusal } from './issuing.ts'

/** Issues a draft to every school of its audience in one batch; a job writes to people after it. */
export const issueVersion = async (
  act: Act,
  document: GuidanceDocument,
  version: Version,
): Promise<Result<ReturnType<typeof countsOf>, IssueRefusal>> => {
  if (missingOf(document, version).length > 0) return refuse('lacks')
  const { schools } = await readTogether(act.db, { schools: selectAudience(act, document.id) })
  if (schools.length === 0) return refuse('nobody')
  const done = await atomically<IssueRefusal>(
    act.db,
    [
      setIssued(act, version.id),
      draftAsRead(act.db, version),
      insertIssues(act, version.id),
      logged(act, {
        act: 'guidance.issued',
        subject: ['guidance', document.id],
        after: { version: version.number, ...countsOf(schools), availableOn: version.availableOn },
      }),
    ],
    { version_is_issued: 'version_is_issued', guidance_is_withdrawn: 'withdrawn', version_lacks_words: 'lacks', [guardBroken]: 'changed' },
  )
  return done.ok ? ok(countsOf(schools)) : done
}

/** Job: gives what is current to schools that opened, joined the audience or succeed another. */
export const followSchools = async (act: Act): Promise<boolean> => {
  await atomically(act.db, insertLaterIssues(act))
  return false
}
