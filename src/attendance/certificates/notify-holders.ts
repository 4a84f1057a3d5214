import type { Act } from '#base/act.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { certificateMail } from '#emails/attendance/certificate.tsx'
import { queuedAll } from '#messages/outbox/store.ts'
import { endReasons } from './certificate.ts'
import type { End, Ground, NewCertificate } from './due-store.ts'
import { insertCertificateLinks } from './store.ts'

type About = Pick<NewCertificate, 'id' | 'personId' | 'placeId' | 'schoolId' | 'name' | 'toDay'> & {
  /** It takes the place of another. */
  again: boolean
  /** Why it is revoked. */
  revoked?: string
}

/** A mail to each of those whose address is known, unless the event sends none. */
const mailsOf = async (act: Act, { event, people }: Ground, certificates: readonly About[]): Promise<SqlStatement[]> => {
  const holders = event.mailed
    ? certificates.flatMap((one) => {
        const email = people.get(one.personId)?.email
        return email ? [{ ...one, email }] : []
      })
    : []
  if (holders.length === 0) return []
  const sender = await senderOf(act)
  const contact = [event.contactName, event.contactEmail, event.contactTelephone].filter(Boolean).join(', ')
  // Only hashes are stored: each mail has a link of its own.
  const links = await Promise.all(
    holders.map(async ({ id }) => {
      const token = newToken()
      return { token, certificateId: id, tokenHash: await sha256(token) }
    }),
  )
  return [
    insertCertificateLinks(
      act,
      links.map(({ tokenHash, certificateId }) => ({ tokenHash, certificateId })),
    ),
    ...queuedAll(
      act,
      holders.map((one, n) => ({
        ...certificateMail({
          sender,
          event,
          contact,
          name: one.name,
          heldOn: one.toDay,
          again: one.again,
          revoked: one.revoked,
          page: `${act.baseUrl}/certificate/${links[n]?.token}`,
        }),
        id: newId(act.now),
        kind: 'certificate' as const,
        to: { name: one.name, email: one.email },
        recipient: one.personId,
        personId: one.personId,
        schoolId: one.schoolId ?? undefined,
        placeId: one.placeId ?? undefined,
        eventId: event.id,
        replyTo: event.contactEmail || undefined,
      })),
    ),
  ]
}

export const tellIssued = (act: Act, ground: Ground, rows: readonly NewCertificate[]): Promise<SqlStatement[]> =>
  mailsOf(
    act,
    ground,
    rows.map((row) => ({ ...row, again: row.replacesId !== null })),
  )

/** @param ends with what an organiser wrote, if one revoked it */
export const tellRevoked = (
  act: Act,
  ground: Ground,
  ends: readonly (Pick<End, 'id' | 'why'> & { words?: string })[],
): Promise<SqlStatement[]> =>
  mailsOf(
    act,
    ground,
    ends.flatMap(({ id, why, words }) => {
      const held = ground.held.find((one) => one.id === id)
      return held ? [{ ...held, again: false, revoked: words ? `${endReasons[why]}: ${words}` : endReasons[why] }] : []
    }),
  )
