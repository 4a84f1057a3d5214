import { Button } from '#base/web/field.tsx'
import { P, Page, Title } from '#base/web/page-parts.tsx'
import { type Chase, sayMatter } from '#people/ladder/chase.ts'
import { schoolLabel } from '#schools/schools/school.ts'

export const StopChasePage = ({ chase }: { chase: Chase }) => (
  <Page>
    <span class="govuk-caption-l">{schoolLabel(chase.school)}</span>
    <Title>Stop following this up</Title>
    <P>{sayMatter(chase)}.</P>
    <P>
      No further step is then due. What was tried stays, and the matter can be followed up again. If the school answered, note that as a
      contact instead.
    </P>
    <form method="post">
      <Button kind="warning">Stop following it up</Button>
    </form>
  </Page>
)
