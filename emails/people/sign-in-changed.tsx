import { type Council, sayContact } from '#base/council.ts'
import { sayInstant } from '#base/dates.ts'
import { mail, type Rendered, sentBy } from '#emails/messages/mail.tsx'

/** What an account can be signed in with from now on. */
export type NewWayIn = { kind: 'passkey' | 'app'; isHeld: boolean } | { kind: 'address' } | { kind: 'provider'; label: string }

const words = { passkey: 'a passkey', app: 'an authenticator app', address: 'another email address' } as const

const added = (way: NewWayIn): string => (way.kind === 'provider' ? `signing in with ${way.label}` : words[way.kind])

/**
 * To the account's owner and, for council staff, to administrators.
 * @param props.of the account, for an administrator; undefined: the reader's own
 */
export const signInChanged = (props: {
  council: Council
  baseUrl: string
  at: Date
  way: NewWayIn
  of: { id: string; name: string } | undefined
}): Rendered => {
  const { council, of } = props
  const what = added(props.way)
  const isHeld = 'isHeld' in props.way && props.way.isHeld
  const factors = of && `${props.baseUrl}/organiser/accounts/${of.id}${isHeld ? '/factors' : ''}`
  return mail(
    of ? `${of.name} has a new way to sign in to ${council.serviceName}` : `A new way to sign in to ${council.serviceName}`,
    sentBy(council, `${props.baseUrl}/privacy`),
    [
      { heading: of ? 'One of the council’s people has a new way to sign in' : 'Your account has a new way to sign in' },
      {
        paragraph: of
          ? `On ${sayInstant(props.at)} ${of.name} set up ${what}.`
          : `On ${sayInstant(props.at)} ${what} was set up for your account in ${council.serviceName}.`,
      },
      ...(isHeld
        ? [
            {
              paragraph: of
                ? 'What they may do for the council rested already, and rests until an administrator lets it count. See or speak to them first.'
                : 'What you may do for the council rested already, and rests until an administrator lets it count: ask one.',
            },
          ]
        : []),
      {
        paragraph: of
          ? 'If they do not know of it, sign the account out everywhere, and take its roles away until you have spoken to them.'
          : `If it was you, there is nothing to do. If it was not, take it away, sign out everywhere, and tell ${sayContact(council)} at once.`,
      },
      {
        button: of ? 'See how the account signs in' : 'See how you sign in',
        href: factors ?? `${props.baseUrl}/account`,
      },
    ],
  )
}
