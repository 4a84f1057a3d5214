import { mail, type Rendered } from './mail.tsx'

export const claimRequestedMail = (props: { school: string; serviceName: string; claimsUrl: string }): Rendered =>
  mail(
    `Somebody asks to act for ${props.school}`,
    [
      { heading: 'A claim is waiting' },
      {
        paragraph: `Somebody asks to act for ${props.school} in ${props.serviceName}. Their address is not one that the council holds for the school.`,
      },
      { paragraph: 'Until an organiser decides, nothing of the school is shown to them.' },
      { button: 'Look at the waiting claims', href: props.claimsUrl },
    ],
    [{ small: `Sent by ${props.serviceName}.` }],
  )
