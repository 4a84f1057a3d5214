import { mail, type Rendered } from './mail.tsx'

/** `whose`: whom it asks to decide: the council, or a colleague who may vouch at the school. */
export const claimRequestedMail = (props: {
  forWhat: string
  serviceName: string
  claimsUrl: string
  whose: 'council' | 'colleague'
}): Rendered =>
  mail(
    `Somebody asks to act for ${props.forWhat}`,
    [
      { heading: 'A request is waiting' },
      {
        paragraph: `Somebody asks to act for ${props.forWhat} in ${props.serviceName}. Their address is not one that the council holds for it.`,
      },
      {
        paragraph:
          props.whose === 'council'
            ? 'Until somebody decides, nothing of the school is shown to them and they take no place.'
            : 'You may vouch for colleagues at the school. If you know them, say so; if you do not, refuse. Until somebody decides, nothing of the school is shown to them and they take no place.',
      },
      { button: props.whose === 'council' ? 'Look at the waiting requests' : 'See who asks', href: props.claimsUrl },
    ],
    [{ small: `Sent by ${props.serviceName}.` }],
  )
