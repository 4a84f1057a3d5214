import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { Certificate, Giving } from './certificate.ts'
import { selectGround } from './due-store.ts'
import { tellRevoked } from './notify-holders.ts'
import { givingStands, insertEnd, isRevokedSo, saveGiving } from './store.ts'

/** Says whether an event gives certificates, and when they are to be renewed. */
export const setCertificates = async (
  act: Act,
  event: Giving & { id: string },
  is: Pick<Giving, 'isOn' | 'renewMonths' | 'afterEvaluation'>,
): Promise<Result<undefined, 'stale'>> => {
  const { isOn, renewMonths, afterEvaluation } = event
  if (isOn === is.isOn && renewMonths === is.renewMonths && afterEvaluation === is.afterEvaluation) return ok(undefined)
  const result = await atomically(
    act.db,
    [
      givingStands(act.db, event.id, event.version),
      saveGiving(act, event.id, { ...is, version: event.version }),
      logged(act, {
        act: 'event.certificates_set',
        subject: ['event', event.id] as const,
        eventId: event.id,
        before: { isOn, renewMonths, afterEvaluation },
        after: is,
      }),
    ],
    { [guardBroken]: 'stale', 'EventCertificates.eventId': 'stale' } as const,
  )
  return result.ok ? ok(undefined) : result
}

/** Revokes by hand. It is not issued again by itself. */
export const revokeCertificate = async (
  act: Act,
  certificate: Pick<Certificate, 'id' | 'eventId'>,
  words: string,
): Promise<Result<undefined, 'ended_already'>> => {
  const end = { certificateId: certificate.id, words }
  const ground = await readNow(act.db, selectGround(act.db, certificate.eventId))
  const result = await atomically(
    act.db,
    [
      insertEnd(act, end),
      logged(act, {
        act: 'certificate.revoked',
        subject: ['certificate', certificate.id] as const,
        eventId: certificate.eventId,
        after: { why: 'by_hand' },
      }),
      ...(ground ? await tellRevoked(act, ground, [{ id: certificate.id, why: 'by_hand', words }]) : []),
    ],
    { 'CertificateEnd.certificateId': 'ended_already' } as const,
  )
  if (result.ok) return ok(undefined)
  return (await isRevokedSo(act, end)) ? ok(undefined) : refuse('ended_already')
}
