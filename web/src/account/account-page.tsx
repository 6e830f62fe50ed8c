export function AccountPage() {
  return <main id="main" tabIndex={-1} />
}
