import { Button } from '#base/web/field.tsx'
import { P, Title } from '#base/web/page-parts.tsx'

/** @param email undefined: the link was used, has expired or never existed */
export const EntryPage = ({ email }: { email: string | undefined }) =>
  email === undefined ? (
    <>
      <Title>This link has ended</Title>
      <P>It lets in once, within 15 minutes. Run the command again for another one.</P>
    </>
  ) : (
    <>
      <Title>Sign in as {email}</Title>
      <form method="post">
        <Button>Sign in</Button>
      </form>
    </>
  )
