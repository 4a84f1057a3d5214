import { Button } from '#base/web/field.tsx'
import { Address, Heading, Link, P, Table, Title } from '#base/web/page-parts.tsx'
import type { Person } from '#tools/local/demonstration/people.ts'

/**
 * @param people those whom this copy holds
 * @param deskUrl of pretend money, if there is any
 */
export const PeoplePage = ({ people, deskUrl }: { people: readonly Person[]; deskUrl: string | undefined }) => (
  <>
    <Title>Try this copy</Title>
    {people.length === 0 ? (
      <P>
        The demonstration is not loaded. Stop Muster and run <code>npm run reset -- --demo</code>, or <Link href="/sign-in">sign in</Link>{' '}
        with any address and read the code in the inbox.
      </P>
    ) : (
      <form method="post" action="/dev/sign-in" class="muster-columns">
        <P>Everybody here is made up. Press a name, and you are signed in as them.</P>
        <Table
          caption="Sign in as"
          columns={['Name', 'Role', 'Address']}
          rows={people.map(({ name, email, role, does }) => [
            <Button kind="secondary" name="email" value={email}>
              <span class="govuk-visually-hidden">Sign in as </span>
              {name}
            </Button>,
            `${role}: ${does}.`,
            <Address email={email} />,
          ])}
        />
      </form>
    )}
    <Heading>Look behind it</Heading>
    <ul class="govuk-list govuk-list--bullet">
      <li>
        <Link href="/dev/inbox">Inbox</Link>: what this copy sends. Nothing leaves this machine.
      </li>
      <li>
        <Link href="/dev/emails">Mails</Link>: an example of each.
      </li>
      {deskUrl ? (
        <li>
          <Link href={deskUrl}>Pretend money</Link>: pay, decline and refund. Nobody is charged.
        </li>
      ) : null}
    </ul>
  </>
)
