/** A telephone number, called at a press. */
export const TelephoneLink = ({ number, class: kind = 'govuk-link' }: { number: string; class?: string }) => (
  <a class={`${kind} muster-nowrap`} href={`tel:${number.replaceAll(/[^+\d]/g, '')}`}>
    {number}
  </a>
)
