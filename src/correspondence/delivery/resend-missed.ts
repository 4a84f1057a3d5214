import { insertLinkAgain } from '#attendance/certificates/store.ts'
import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { newPlaceLinks } from '#calendars/invites/invite-places.ts'
import { readAddress, spellAddress } from '#messages/outbox/message.ts'
import { type Missed, missedMail, queuedToAddress } from './correction-store.ts'

/** Job: once the address works again, each message goes once, to the current address. */
export const resendMissed = async (act: Act): Promise<boolean> =>
  eachApart(
    act,
    'resendMissed',
    await missedMail(act),
    ({ id }) => id,
    (message) => sendAgain(act, message),
  )

const ownLink = /\/place\/[\w-]{20,}/g
const joinLink = /\/join\/[\w-]{20,}/g
const certificateLink = /(?<=\/certificate\/)[\w-]{20,}/g

const sendAgain = async (act: Act, message: Missed): Promise<boolean> => {
  const { placeId, personId } = message
  // The link to the person's own page, or to their certificate, had gone to an address that was not
  // theirs, so send a new link.
  const anew = message.email !== message.was && message.text.search(ownLink) >= 0 && placeId && personId ? { placeId, personId } : undefined
  const links = await newPlaceLinks(act, anew ? [anew] : [])
  const page = anew && links.pageOf(anew.placeId)
  const join = anew && links.joinOf(anew.placeId)
  const certificate = message.email === message.was ? undefined : message.text.match(certificateLink)?.[0]
  const token = newToken()
  const linked = (text: string): string =>
    (page && join ? text.replaceAll(ownLink, new URL(page).pathname).replaceAll(joinLink, new URL(join).pathname) : text).replaceAll(
      certificateLink,
      certificate ? token : '$&',
    )
  const id = newId(act.now)
  const again = {
    id,
    toAddress: spellAddress({ name: readAddress(message.toAddress).name, email: message.email }),
    text: linked(message.text),
    html: linked(message.html),
  }
  const result = await atomically(
    act.db,
    [
      ...queuedToAddress(act, message, again),
      ...links.statements,
      ...(certificate ? [insertLinkAgain(act, await sha256(certificate), await sha256(token))] : []),
      logged(act, {
        act: 'message.resent',
        subject: ['message', id],
        eventId: message.eventId,
        schoolId: message.schoolId ?? undefined,
        after: { againOf: message.id, because: 'address' },
      }),
    ],
    { [guardBroken]: 'changed' } as const,
  )
  return result.ok
}
