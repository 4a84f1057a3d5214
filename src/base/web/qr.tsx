import { qrPath } from '../qr.ts'

/** Black on white, even on dark pages. */
export const Qr = ({ text, label, size }: { text: string; label: string; size?: number }) => {
  const { path, size: modules } = qrPath(text)
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${modules} ${modules}`} width={size} height={size} shape-rendering="crispEdges">
      <path fill="#fff" d={`M0 0h${modules}v${modules}H0z`} />
      <path stroke="#000" d={path} />
    </svg>
  )
}
