import { Button, Choices, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, P, Page, Title } from '#base/web/page-parts.tsx'
import type { MailboxPerson } from '#people/accounts/mailbox.ts'

const Next = ({ next }: { next: string | undefined }) => (next ? <input type="hidden" name="next" value={next} /> : null)

export const SharedAsked = ({
  shared,
  hint,
  problems,
}: {
  /** undefined: not said yet. */
  shared: 'yes' | 'no' | undefined
  hint?: string
  problems?: Problems | undefined
}) => (
  <Choices
    type="radios"
    name="shared"
    label="Do several people read this mailbox?"
    values={shared ? [shared] : []}
    options={[
      { value: 'yes', text: 'Yes, it is shared' },
      { value: 'no', text: 'No, only I read it' },
    ]}
    {...(hint ? { hint } : {})}
    problems={problems}
  />
)

/**
 * Whether a mailbox is shared: asked once of an address that looks like it, and changed on the
 * account page.
 */
export const SharedMailboxPage = ({
  email,
  shared,
  name,
  next,
  problems,
}: {
  email: string
  /** undefined: not said yet. */
  shared: 'yes' | 'no' | undefined
  name: string | undefined
  next: string | undefined
  problems?: Problems | undefined
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>Is this a shared mailbox?</Title>
    <P>
      You are signed in as <strong class="muster-break">{email}</strong>. If several people read it, each says their name once when they
      sign in, so that everyone can see later who booked. Anybody who reads the mailbox can go on booking from it.
    </P>
    <form method="post" action="/account/mailbox" novalidate>
      <Next next={next} />
      <SharedAsked shared={shared} problems={problems} />
      <TextField
        name="name"
        label="Your own name"
        hint="Who is using it now: the name of a person, not of the office"
        autocomplete="name"
        value={name}
        problems={problems}
      />
      <Button>Continue</Button>
    </form>
  </Page>
)

/** Who acts from a shared mailbox, asked once per sign-in. */
export const WhoActsPage = ({
  email,
  people,
  chosen,
  name,
  next,
  problems,
}: {
  email: string
  people: readonly MailboxPerson[]
  chosen: string | undefined
  name: string | undefined
  next: string | undefined
  problems?: Problems | undefined
}) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Title>Who is using this mailbox?</Title>
    <P>
      Several people read <strong class="muster-break">{email}</strong>. We ask once each time somebody signs in, and write down who booked
      or vouched. Your colleagues and the council can see it.
    </P>
    <form method="post" action="/account/who" novalidate>
      <Next next={next} />
      {people.length > 0 ? (
        <Choices
          type="radios"
          name="person"
          label="People who have used it before"
          values={chosen ? [chosen] : []}
          options={[...people.map(({ id, name: text }) => ({ value: id, text })), { value: 'other', text: 'Somebody else' }]}
          problems={problems}
        />
      ) : null}
      <TextField
        name="name"
        label={people.length > 0 ? 'If somebody else: your name' : 'Your name'}
        hint="The name of a person, not of the office"
        autocomplete="name"
        value={name}
        problems={problems}
      />
      <Button>Continue</Button>
    </form>
  </Page>
)
