import { mail, type Rendered } from './mail.tsx'

type ClaimDecision = 'approved' | 'refused' | 'ended'

export type ClaimDecidedFacts = {
  decision: ClaimDecision
  /** Who decided; 'address': it rested on an address that the council no longer holds for the school. */
  by: 'council' | 'mailbox' | 'colleague' | 'address'
  reason: string | undefined
  /** A school, or every school of a trust. */
  forWhat: string
  council: { name: string; serviceName: string; contactEmail: string; contactTelephone: string }
  serviceUrl: string
}

const headings: Record<ClaimDecision, string> = {
  approved: 'You can act for the school',
  refused: 'Your request was refused',
  ended: 'You no longer act for the school',
}

const sentences: Record<ClaimDecision, (facts: ClaimDecidedFacts) => string> = {
  approved: ({ by, forWhat, council }) =>
    `${{ council: council.name, mailbox: 'The school’s own mailbox', colleague: 'A colleague', address: council.name }[by]} has confirmed that you may act for ${forWhat} in ${council.serviceName}. You can book places and see what has been booked.`,
  refused: ({ by, forWhat, council }) =>
    `${{ council: council.name, mailbox: 'The school’s own mailbox', colleague: 'Somebody who may vouch there', address: council.name }[by]} did not confirm that you may act for ${forWhat} in ${council.serviceName}. Places that you asked for are not booked.`,
  ended: ({ by, forWhat, council }) =>
    by === 'address'
      ? `You acted for ${forWhat} in ${council.serviceName} because ${council.name} held your address for it. It no longer does, so your permission has ended. Bookings that were made stay as they are. You can ask again.`
      : `${by === 'colleague' ? 'Somebody who may vouch there' : council.name} has ended your permission to act for ${forWhat} in ${council.serviceName}. Bookings that were made stay as they are.`,
}

export const claimDecidedMail = (facts: ClaimDecidedFacts): Rendered => {
  const { council, decision, forWhat, reason, serviceUrl } = facts
  const contact = [council.contactEmail, council.contactTelephone].filter(Boolean).join(' or ')
  return mail(
    decision === 'approved' ? `You can now act for ${forWhat}` : `About acting for ${forWhat}`,
    [
      { heading: headings[decision] },
      { paragraph: sentences[decision](facts) },
      { facts: [['Reason', reason]] },
      ...(decision === 'approved'
        ? [{ button: 'Go to your schools', href: `${serviceUrl}/school` }]
        : contact
          ? [{ paragraph: `If you think that this is wrong, contact ${contact}.` }]
          : []),
    ],
    [{ small: [`Sent by ${council.name}. `, { text: 'Privacy notice', href: `${serviceUrl}/privacy` }] }],
  )
}
