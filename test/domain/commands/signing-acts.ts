// Signatures of audits after which a backup must still be restored.
import { nobody } from '#base/act.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { decideReopening, reopenReturn } from '#returns/progress/change-return.ts'
import { readSigning, signReturn } from '#returns/signing/sign-return.ts'
import { selectHolder } from '#tools/local/demonstration/return-store.ts'
import { done, type Ground } from './acts.ts'

/** The head submits what the lead has signed; two officers let the school change it, and lead and head sign once more. */
export const signReturns = async ({ one, by, now }: Ground): Promise<void> => {
  const { returnId = '', schoolId = '' } = one(
    `SELECT t.id AS returnId, t.schoolId FROM SchoolReturn t JOIN ReturnRound r ON r.id = t.roundId AND r.closedAt IS NULL
     WHERE EXISTS (SELECT 1 FROM StandingSignature g WHERE g.returnId = t.id AND g.signedAs = 'lead')
       AND NOT EXISTS (SELECT 1 FROM ReturnSubmission u WHERE u.returnId = t.id)`,
  )
  const sign = async (roleId: string): Promise<string> => {
    const act = by()
    const holder = await readNow(act.db, selectHolder(act.db, schoolId, roleId))
    const signing = { ...act, actor: { ...nobody, ...holder } }
    const { version } = await readSigning(signing, schoolId, returnId)
    return done(await signReturn(signing, { schoolId, returnId }, version)).number ?? ''
  }
  const submitted = 'SELECT 1 AS n FROM ReturnSubmission WHERE number = ? AND turn = ?'
  one(submitted, await sign('head'), '0')
  const id = newId(now)
  done(await reopenReturn(by('officer'), { id, returnId, schoolId, reason: 'A question was missed' }))
  done(await decideReopening(by('administrator'), { id, decision: 'approved', note: '' }))
  await sign('dsl')
  one(submitted, await sign('head'), '1')
}
