"""What a memory knows, as one page that any browser shows without a network, and as JSON.

```python
report = report_of(memory, title="home")
write_report(report, Path("report.html"))
```
"""

from whereseen.memory.report.contents import Report
from whereseen.memory.report.gathering import report_of
from whereseen.memory.report.page import write_report
from whereseen.memory.report.plain import plain_report

__all__ = ["Report", "plain_report", "report_of", "write_report"]
