/** Works through a list with as many at once as a worker has. */
export async function atOnce<T>(items: readonly T[], work: (item: T) => Promise<unknown>, lanes = 4): Promise<void> {
  const left = [...items]
  const lane = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}
