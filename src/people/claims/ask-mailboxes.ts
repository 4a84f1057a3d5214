import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { type Council, councilFrom } from '#base/council.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { vouchRequestMail } from '#emails/people/vouch-request.tsx'
import { queued } from '#messages/outbox/store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { insertLinks, type LinkToMail, linksMailed, selectLinksToMail } from './link-store.ts'

/**
 * Job: asks mailboxes of schools about all who wait there, with one link: the first at once, who
 * asks within the hour in the next mail. Only the token's hash is stored.
 */
export const askMailboxes = async (act: Act): Promise<boolean> => {
  const waiting = await selectLinksToMail(act)
  if (waiting.length === 0) return false
  const council = await readCouncil(act.db, councilFrom(act.laCodes.join(',')))
  return eachApart(
    act,
    'askMailboxes',
    [...Map.groupBy(waiting, ({ root, email }) => `${root} ${email}`).values()],
    ([first]) => first?.email ?? '',
    (links) => ask(act, council, links),
  )
}

const ask = async (act: Act, council: Council, links: readonly LinkToMail[]): Promise<boolean> => {
  const [first] = links
  if (!first) return false
  const { contactId, email, root } = first
  const token = newToken()
  const tokenHash = await sha256(token)
  const before = links.filter(({ isNew }) => isNew === 0)
  const result = await atomically(
    act.db,
    [
      ...linksMailed(
        act,
        email,
        links.filter(({ isNew }) => isNew === 1).map(({ claimId }) => claimId),
        tokenHash,
      ),
      insertLinks(
        act,
        before.map(({ claimId, contactId, expiresAt }) => ({ id: newId(act.now), claimId, contactId, expiresAt })),
        tokenHash,
      ),
      ...queued(act, {
        id: newId(act.now),
        kind: 'vouch_request',
        recipient: contactId,
        to: { email },
        replyTo: council.contactEmail || undefined,
        schoolId: root,
        ...vouchRequestMail({
          people: links.map(({ who, address, role }) => ({ who, email: address, role: role ?? '' })),
          school: schoolLabel({ name: first.school, town: first.town, urn: first.urn }),
          link: `${act.baseUrl}/vouch/${token}`,
          expiresAt: links.map(({ expiresAt }) => expiresAt).sort()[0] ?? first.expiresAt,
          council,
          serviceUrl: act.baseUrl,
        }),
      }),
    ],
    { [guardBroken]: 'later', claim_is_decided: 'later' } as const,
  )
  return result.ok
}
