/** An image, because pages may not set colours themselves. */
export const ColourPreview = ({ colour, name }: { colour: string; name: string }) => (
  <svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label={name} width="400" height="60" viewBox="0 0 400 60">
    <rect width="400" height="60" fill={colour} />
    <text x="15" y="38" fill="#ffffff" font-family="Helvetica, Arial, sans-serif" font-size="22" font-weight="700">
      {name.slice(0, 40)}
    </text>
  </svg>
)
