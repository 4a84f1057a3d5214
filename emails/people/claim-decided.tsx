import type { Council } from '#base/council.ts'
import { mail, type Rendered, sentBy } from '#emails/messages/mail.tsx'
import { heading, type OwnWords, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const claimDecidedWords = {
  subject: subject('You can now book for {school}', ['school'], 'Subject, when confirmed'),
  subjectOther: subject('About booking for {school}', ['school'], 'Subject, when refused, ended or changed'),
  approvedHeading: heading('Your request was confirmed', [], 'Heading, when confirmed'),
  refusedHeading: heading('Your request was refused', [], 'Heading, when refused'),
  endedHeading: heading('Your permission has ended', [], 'Heading, when ended'),
  changedHeading: heading('What you may do has changed', [], 'Heading, when changed'),
  approved: sentence('When confirmed', '{who} has confirmed that you can book for {school} in {service}, and see what has been booked.', [
    'who',
    'school',
  ]),
  refused: sentence(
    'When refused',
    '{who} did not confirm that you can book for {school} in {service}. Places that you asked for are not booked.',
    ['who', 'school'],
  ),
  ended: sentence(
    'When ended by somebody',
    '{who} has ended your permission to book for {school} in {service}. Bookings stay as they are.',
    ['who', 'school'],
  ),
  changed: sentence('When changed', '{who} has changed what you may do for {school} in {service}. You may now {may}.', [
    'who',
    'school',
    'may',
  ]),
  noBooking: sentence(
    'When they may no longer book',
    'Bookings stay as they are. Links in earlier emails that book for {school} no longer work.',
    ['school'],
  ),
  endedAddress: sentence(
    'When ended because the address is no longer held',
    'You could book for {school} in {service} because {council} held your address for it. It no longer does, so your permission has ended. Bookings stay as they are. You can ask again.',
    ['school'],
  ),
} satisfies Slots

export type ClaimDecidedFacts = {
  decision: 'approved' | 'refused' | 'ended' | 'changed'
  /** Who decided; 'address': it rested on an address the council no longer holds for the school. */
  by: 'council' | 'mailbox' | 'colleague' | 'address'
  reason: string | undefined
  /** What they may do now, and whether the right to book was taken. */
  changed?: { may: string; noBooking: boolean } | undefined
  forWhat: string
  council: Council
  serviceUrl: string
  words: OwnWords | undefined
}

const whoOf = ({ decision, by, council }: ClaimDecidedFacts): string => {
  if (by === 'mailbox') return 'Its own mailbox'
  if (by === 'colleague') return decision === 'approved' ? 'A colleague' : 'Somebody who approves colleagues there'
  return council.name
}

/** To the claimant: what was decided about booking for the school, or what they may do now. */
export const claimDecidedMail = (facts: ClaimDecidedFacts): Rendered => {
  const { council, decision, forWhat, reason, serviceUrl } = facts
  const contact = [council.contactEmail, council.contactTelephone].filter(Boolean).join(' or ')
  const words = wordsOf('claim_decided', claimDecidedWords, facts.words, {
    school: forWhat,
    who: whoOf(facts),
    service: council.serviceName,
    council: council.name,
    may: facts.changed?.may ?? '',
  })
  return mail(words(decision === 'approved' ? 'subject' : 'subjectOther'), sentBy(council, `${serviceUrl}/privacy`), [
    { heading: words(`${decision}Heading`) },
    ...paragraphsOf(words(decision === 'ended' && facts.by === 'address' ? 'endedAddress' : decision)),
    ...(facts.changed?.noBooking ? paragraphsOf(words('noBooking')) : []),
    { facts: [['Reason', reason]] },
    ...(decision === 'approved'
      ? [{ button: 'See what you can book for', href: `${serviceUrl}/school` }]
      : contact
        ? [{ paragraph: `If you think that this is wrong, contact ${contact}.` }]
        : []),
  ])
}
