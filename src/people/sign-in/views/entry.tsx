import { Button } from '#base/web/field.tsx'

/** @param email undefined: the link has been used, has run out or never was */
export const EntryPage = ({ email }: { email: string | undefined }) =>
  email === undefined ? (
    <>
      <h1 class="govuk-heading-l">This link has ended</h1>
      <p class="govuk-body">It lets in once, within 15 minutes. Run the command again for another one.</p>
    </>
  ) : (
    <>
      <h1 class="govuk-heading-l">Sign in as {email}</h1>
      <form method="post">
        <Button>Sign in</Button>
      </form>
    </>
  )
