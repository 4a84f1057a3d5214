import { mail, type Rendered } from './mail.tsx'

const headings = { approved: 'You can act for the school', refused: 'Your request was refused', ended: 'You no longer act for the school' }

export const claimDecidedMail = (props: {
  decision: 'approved' | 'refused' | 'ended'
  reason: string | undefined
  school: string
  council: { name: string; serviceName: string; contactEmail: string; contactTelephone: string }
  serviceUrl: string
}): Rendered => {
  const { council, school } = props
  const contact = [council.contactEmail, council.contactTelephone].filter(Boolean).join(' or ')
  return mail(
    props.decision === 'approved' ? `You can now act for ${school}` : `About acting for ${school}`,
    [
      { heading: headings[props.decision] },
      props.decision === 'approved'
        ? {
            paragraph: `${council.name} has confirmed that you may act for ${school} in ${council.serviceName}. You can book places and see what the school has booked.`,
          }
        : props.decision === 'refused'
          ? { paragraph: `${council.name} did not confirm that you may act for ${school} in ${council.serviceName}.` }
          : {
              paragraph: `${council.name} has ended your permission to act for ${school} in ${council.serviceName}. Bookings that were made stay as they are.`,
            },
      { facts: [['Reason', props.reason]] },
      ...(props.decision === 'approved'
        ? [{ button: 'Go to your schools', href: `${props.serviceUrl}/school` }]
        : contact
          ? [{ paragraph: `If you think that this is wrong, contact ${contact}.` }]
          : []),
    ],
    [{ small: [`Sent by ${council.name}. `, { text: 'Privacy notice', href: `${props.serviceUrl}/privacy` }] }],
  )
}
