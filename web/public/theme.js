// Before the first paint: the theme and the palette that this visitor chose, else the system's theme and the published colours.
(() => {
  const { dataset } = document.documentElement;
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };
  const theme = kept('cisreg.theme');
  const isDark = theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  dataset.theme = isDark ? 'dark' : 'light';
  dataset.palette = kept('cisreg.palette') === 'safe' ? 'safe' : 'published';
})();
