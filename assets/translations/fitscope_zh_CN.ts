<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
<context>
    <name>AboutFitscope</name>
    <message>
        <source>About Fitscope</source>
        <translation>关于 Fitscope</translation>
    </message>
    <message>
        <source>Watch gradient descent fit a model, one statement at a time.</source>
        <translation>逐条语句地观看梯度下降如何拟合模型。</translation>
    </message>
    <message>
        <source>Fitscope is free software under the MIT licence. It stands on:</source>
        <translation>Fitscope 是自由软件，采用 MIT 许可证。它依赖：</translation>
    </message>
</context>
<context>
    <name>AboutView</name>
    <message>
        <source>About the lesson</source>
        <translation>关于本课</translation>
    </message>
    <message>
        <source>The notes appear here as soon as the lesson is ready.</source>
        <translation>课程就绪后，课程说明会显示在这里。</translation>
    </message>
    <message>
        <source>Try this</source>
        <translation>试一试</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>试试</translation>
    </message>
</context>
<context>
    <name>AxesChooser</name>
    <message>
        <source>x axis</source>
        <translation>x 轴</translation>
    </message>
    <message>
        <source>y axis</source>
        <translation>y 轴</translation>
    </message>
    <message>
        <source>The parameters on the axes; all others stand as they do in the shown iteration</source>
        <translation>坐标轴上的参数；其余参数取所显示的迭代中的值</translation>
    </message>
</context>
<context>
    <name>AxisRow</name>
    <message>
        <source>nothing else</source>
        <translation>无其他参数</translation>
    </message>
    <message>
        <source>from</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>values</source>
        <translation>个值</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Take the values in proportion, not evenly spaced</source>
        <translation>按比例取值，而不是等间距取值</translation>
    </message>
    <message>
        <source>The parameter that is varied</source>
        <translation>要改变的参数</translation>
    </message>
    <message>
        <source>A second parameter: the sweep becomes a map</source>
        <translation>第二个参数：扫描结果成为热图</translation>
    </message>
</context>
<context>
    <name>CodeView</name>
    <message>
        <source>of iteration {iteration}</source>
        <translation>第 {iteration} 次迭代的值</translation>
    </message>
    <message>
        <source>after line {line}</source>
        <translation>第 {line} 行之后的值</translation>
    </message>
    <message>
        <source>The program is copied. It runs in plain Python.</source>
        <translation>程序已复制，可直接用 Python 运行。</translation>
    </message>
    <message>
        <source>Code of the lesson</source>
        <translation>课程代码</translation>
    </message>
    <message>
        <source>The lesson&apos;s code appears here once it is loaded.</source>
        <translation>课程加载后，这里显示它的代码。</translation>
    </message>
    <message>
        <source>Copy as script</source>
        <translation>复制为脚本</translation>
    </message>
    <message>
        <source>Copy the whole program: it runs in plain Python</source>
        <translation>复制整个程序，可直接用 Python 运行</translation>
    </message>
    <message>
        <source>breakpoint (click the margin, or F9)</source>
        <translation>断点（单击边栏或按 F9）</translation>
    </message>
</context>
<context>
    <name>CoefficientsView</name>
    <message>
        <source>Parameters: fitted and true</source>
        <translation>参数：拟合值与真实值</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Fitted</source>
        <translation>拟合值</translation>
    </message>
    <message>
        <source>True</source>
        <translation>真实值</translation>
    </message>
    <message>
        <source>True − fitted</source>
        <translation>真实 − 拟合</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>The parameters appear here as soon as the lesson is ready.</source>
        <translation>课程就绪后，参数会显示在这里。</translation>
    </message>
</context>
<context>
    <name>Controller</name>
    <message>
        <source>Nothing has been run after this iteration: the run simply goes on from here.</source>
        <translation>这次迭代之后还没有运行过：直接从这里继续即可。</translation>
    </message>
    <message>
        <source>Goes on from iteration {iteration}; what was run until now is kept as {name}.</source>
        <translation>从第 {iteration} 次迭代继续；此前的运行已保留为“{name}”。</translation>
    </message>
    <message>
        <source>{label} is {value} from the next iteration on.</source>
        <translation>从下一次迭代起，{label}为 {value}。</translation>
    </message>
    <message>
        <source>{label} is now {value}: the run begins again.</source>
        <translation>{label}现为 {value}：重新开始运行。</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>The lesson&apos;s own values: the run begins again.</source>
        <translation>已恢复本课的默认值：重新开始运行。</translation>
    </message>
    <message>
        <source>The run begins again with the values to try.</source>
        <translation>已按要尝试的取值重新开始运行。</translation>
    </message>
    <message>
        <source>That was broken off; the run stands where it stood.</source>
        <translation>已中断；运行仍停在原处。</translation>
    </message>
</context>
<context>
    <name>DerivativeView</name>
    <message>
        <source>Derivative: statements, rule and tangent</source>
        <translation>导数：语句、法则与切线</translation>
    </message>
    <message>
        <source>{name} = {value}: autograd and the rule agree</source>
        <translation>{name} = {value}：自动求导与求导法则一致</translation>
    </message>
    <message>
        <source>{name} = {value}: autograd and the rule differ</source>
        <translation>{name} = {value}：自动求导与求导法则不一致</translation>
    </message>
    <message>
        <source>{name} = {value} by autograd; the rule is too long to be written here</source>
        <translation>自动求导得 {name} = {value}；按法则求得的公式太长，这里不写出</translation>
    </message>
</context>
<context>
    <name>ErrorReport</name>
    <message>
        <source>Fitscope made a mistake. The run and the session are as they were.</source>
        <translation>Fitscope 出错了。运行和实验记录都保持原样。</translation>
    </message>
    <message>
        <source>Copy the details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>There were {0} errors; this is the last one:</source>
        <translation>共有 {0} 个错误，最后一个是：</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>The whole window</source>
        <translation>整个窗口</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Export ...</source>
        <translation>导出 ...</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>{file} was not written. {reason}</source>
        <translation>{file} 未能写入。{reason}</translation>
    </message>
    <message>
        <source>{frames} frames, {seconds} s, {width} × {height} dots</source>
        <translation>{frames} 帧，{seconds} 秒，{width} × {height} 像素</translation>
    </message>
    <message>
        <source>Frame {done} of {all}</source>
        <translation>第 {done} 帧，共 {all} 帧</translation>
    </message>
    <message>
        <source>The picture is on the clipboard.</source>
        <translation>图片已复制到剪贴板。</translation>
    </message>
    <message>
        <source>Cancelled: {file} was not written.</source>
        <translation>已取消：没有写入 {file}。</translation>
    </message>
    <message>
        <source>Wrote {file}.</source>
        <translation>已写入 {file}。</translation>
    </message>
    <message>
        <source>There is no run yet.</source>
        <translation>还没有运行。</translation>
    </message>
    <message>
        <source>Nothing has been run yet: there is nothing to film.</source>
        <translation>还没有运行过任何迭代，没有可录制的内容。</translation>
    </message>
    <message>
        <source>MP4 needs one more package: pip install imageio-ffmpeg, then start Fitscope again.</source>
        <translation>MP4 还需要一个软件包：运行 pip install imageio-ffmpeg，然后重新启动 Fitscope。</translation>
    </message>
    <message>
        <source>This copy of Fitscope writes no MP4: take WebP, or run Fitscope from Python.</source>
        <translation>这份 Fitscope 不能写 MP4：请选 WebP，或者用 Python 运行 Fitscope。</translation>
    </message>
    <message>
        <source>That is too much for one film: {0}. Draw fewer iterations, or smaller.</source>
        <translation>一个动画放不下这么多：{0}。请减少迭代或缩小尺寸。</translation>
    </message>
</context>
<context>
    <name>FeatureChooser</name>
    <message>
        <source>x axis</source>
        <translation>x 轴</translation>
    </message>
    <message>
        <source>The feature on the x axis; the curves are drawn with the others at their mean</source>
        <translation>x 轴上的特征；画曲线时其余特征取平均值</translation>
    </message>
</context>
<context>
    <name>FilmOptions</name>
    <message>
        <source>From iteration</source>
        <translation>起始迭代</translation>
    </message>
    <message>
        <source>To iteration</source>
        <translation>结束迭代</translation>
    </message>
    <message>
        <source>Every so many</source>
        <translation>间隔</translation>
    </message>
    <message>
        <source>Frames a second</source>
        <translation>每秒帧数</translation>
    </message>
</context>
<context>
    <name>FitCaption</name>
    <message>
        <source>Start</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Iteration {0}</source>
        <translation>第 {0} 次迭代</translation>
    </message>
    <message>
        <source>Loss {after} before the first update ({name})</source>
        <translation>第一次更新前损失 {after}（{name}）</translation>
    </message>
    <message>
        <source>Loss {before} before this update, {after} after it ({name})</source>
        <translation>本次更新前损失 {before}，更新后 {after}（{name}）</translation>
    </message>
    <message>
        <source>Loss {before} before this update ({name})</source>
        <translation>本次更新前损失 {before}（{name}）</translation>
    </message>
    <message>
        <source>Loss of the batch {before}, of all data after this update {after} ({name})</source>
        <translation>这一批的损失 {before}，本次更新后全部数据的损失 {after}（{name}）</translation>
    </message>
</context>
<context>
    <name>FitView</name>
    <message>
        <source>This batch</source>
        <translation>这一批</translation>
    </message>
    <message>
        <source>Fit: data and fitted curve</source>
        <translation>拟合：数据与拟合曲线</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>拟合</translation>
    </message>
    <message>
        <source>Least squares</source>
        <translation>最小二乘</translation>
    </message>
    <message>
        <source>The fit with the least squared error possible, computed directly</source>
        <translation>直接计算出的、平方误差最小的拟合</translation>
    </message>
    <message>
        <source>True curve</source>
        <translation>真实曲线</translation>
    </message>
    <message>
        <source>The curve that the data are drawn from, without their noise</source>
        <translation>生成数据所用的曲线，不含噪声</translation>
    </message>
    <message>
        <source>Run before: {0}</source>
        <translation>上一次运行：{0}</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Show all the data again (double click)</source>
        <translation>重新显示全部数据（双击）</translation>
    </message>
</context>
<context>
    <name>GradientsView</name>
    <message>
        <source>Gradients over the iterations</source>
        <translation>各次迭代的梯度</translation>
    </message>
    <message>
        <source>The gradients appear here, a point an iteration.</source>
        <translation>梯度会显示在这里，每次迭代一个点。</translation>
    </message>
    <message>
        <source>Iteration</source>
        <translation>迭代</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Draw the gradients on an axis that is logarithmic on both sides of zero</source>
        <translation>用零的两侧都是对数的坐标轴画梯度</translation>
    </message>
    <message>
        <source>Iteration {0}: {1}</source>
        <translation>第 {0} 次迭代：{1}</translation>
    </message>
    <message>
        <source>The first {shown} of {count} are drawn.</source>
        <translation>画出了 {count} 个中的前 {shown} 个。</translation>
    </message>
    <message>
        <source>This program leaves no gradients that could be drawn.</source>
        <translation>这个程序没有留下可以画出的梯度。</translation>
    </message>
    <message>
        <source>Show the whole curves again (double click)</source>
        <translation>重新显示整条曲线（双击）</translation>
    </message>
</context>
<context>
    <name>GraphView</name>
    <message>
        <source>Computation graph</source>
        <translation>计算图</translation>
    </message>
    <message>
        <source>gradient {value}</source>
        <translation>梯度 {value}</translation>
    </message>
    <message>
        <source>Iteration {0}</source>
        <translation>第 {0} 次迭代</translation>
    </message>
    <message>
        <source>Statement {0}</source>
        <translation>语句 {0}</translation>
    </message>
    <message>
        <source>→ runs one iteration; its graph appears here.</source>
        <translation>按 → 运行一次迭代，它的计算图会显示在这里。</translation>
    </message>
    <message>
        <source>→ runs one statement; the graph appears here.</source>
        <translation>按 → 运行一条语句，计算图会显示在这里。</translation>
    </message>
    <message>
        <source>Running: the graph is drawn when the run stands still.</source>
        <translation>正在运行：停下后绘制计算图。</translation>
    </message>
    <message>
        <source>Finding the graph ...</source>
        <translation>正在求计算图 ...</translation>
    </message>
    <message>
        <source>Finding the graph of iteration {0}: the iterations up to it are run again ...</source>
        <translation>正在求迭代 {0} 的计算图：重新运行到该次迭代 ...</translation>
    </message>
    <message>
        <source>backward() has not run yet: there are no gradients.</source>
        <translation>backward() 还没有运行：还没有梯度。</translation>
    </message>
    <message>
        <source>Forward pass: each value is computed from those before it.</source>
        <translation>前向传播：每个值都由它前面的值算出。</translation>
    </message>
    <message>
        <source>All {0} steps of the backward pass: each gradient has arrived.</source>
        <translation>反向传播的全部 {0} 步：每个梯度都已到达。</translation>
    </message>
    <message>
        <source>Export the graph</source>
        <translation>导出计算图</translation>
    </message>
    <message>
        <source>The graph was written to {file}.</source>
        <translation>计算图已写入 {file}。</translation>
    </message>
    <message>
        <source>{file} could not be written: {reason}.</source>
        <translation>无法写入 {file}：{reason}。</translation>
    </message>
    <message>
        <source>Export ...</source>
        <translation>导出 ...</translation>
    </message>
    <message>
        <source>Write the graph into an SVG or PNG file</source>
        <translation>把计算图写入 SVG 或 PNG 文件</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Show the whole graph (double click)</source>
        <translation>显示整个计算图（双击）</translation>
    </message>
</context>
<context>
    <name>Gutter</name>
    <message>
        <source>Margin: phases and breakpoints</source>
        <translation>边栏：阶段与断点</translation>
    </message>
    <message>
        <source>Line {line}: {phase}</source>
        <translation>第 {line} 行：{phase}</translation>
    </message>
    <message>
        <source>A click sets or removes a breakpoint: the run stops there.</source>
        <translation>单击可设置或取消断点：程序运行到此处会停下。</translation>
    </message>
</context>
<context>
    <name>KeptLegend</name>
    <message>
        <source>and {count} more</source>
        <translation>还有 {count} 个</translation>
    </message>
</context>
<context>
    <name>KeptRuns</name>
    <message>
        <source>Kept as {name}.</source>
        <translation>已保留为“{name}”。</translation>
    </message>
    <message>
        <source>No more than {most} runs can be kept.</source>
        <translation>最多只能保留 {most} 次运行。</translation>
    </message>
    <message>
        <source>Run {0}</source>
        <translation>运行 {0}</translation>
    </message>
</context>
<context>
    <name>KeptTable</name>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Differs in</source>
        <translation>不同之处</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Kept runs</source>
        <translation>保留的运行</translation>
    </message>
    <message>
        <source>Return shows or hides the run, F2 gives it another name, Delete removes it.</source>
        <translation>回车键显示或隐藏这次运行，F2 键改名，Delete 键移除。</translation>
    </message>
    <message>
        <source>Colour of the run</source>
        <translation>这次运行的颜色</translation>
    </message>
    <message>
        <source>is being run again ...</source>
        <translation>正在重新运行……</translation>
    </message>
</context>
<context>
    <name>KeptView</name>
    <message>
        <source>K keeps the present run: it is drawn behind the next ones, and listed here.</source>
        <translation>按 K 保留当前的运行：它会画在后面各次运行之后，并列在这里。</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>从它继续</translation>
    </message>
    <message>
        <source>Make a copy of this run the present one</source>
        <translation>把这次运行的副本作为当前运行</translation>
    </message>
    <message>
        <source>Colour ...</source>
        <translation>颜色……</translation>
    </message>
    <message>
        <source>Choose the colour that this run is drawn in</source>
        <translation>选择绘制这次运行的颜色</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Keep this run no longer (Delete)</source>
        <translation>不再保留这次运行（Delete）</translation>
    </message>
</context>
<context>
    <name>Keyboard</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>LessonChooser</name>
    <message>
        <source>Lessons</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Return opens the lesson; Escape stays with the present one.</source>
        <translation>按回车键打开课程，按 Esc 键留在当前课程。</translation>
    </message>
    <message>
        <source>open now</source>
        <translation>当前课程</translation>
    </message>
</context>
<context>
    <name>LossView</name>
    <message>
        <source>Loss over the iterations</source>
        <translation>损失随迭代的变化</translation>
    </message>
    <message>
        <source>loss of the batch</source>
        <translation>这一批的损失</translation>
    </message>
    <message>
        <source>loss over all data, at each epoch&apos;s end</source>
        <translation>每轮结束时全部数据的损失</translation>
    </message>
    <message>
        <source>present run</source>
        <translation>当前运行</translation>
    </message>
    <message>
        <source>Run before: {0}</source>
        <translation>上一次运行：{0}</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Draw the loss on a logarithmic axis</source>
        <translation>用对数坐标画损失</translation>
    </message>
    <message>
        <source>Show the whole curve again (double click)</source>
        <translation>重新显示整条曲线（双击）</translation>
    </message>
    <message>
        <source>Iteration {0}: loss {1}</source>
        <translation>第 {0} 次迭代：损失 {1}</translation>
    </message>
    <message>
        <source>The loss appears here, a point an iteration.</source>
        <translation>损失会显示在这里，每次迭代一个点。</translation>
    </message>
    <message>
        <source>Iteration</source>
        <translation>迭代</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>stop below {0}</source>
        <translation>低于 {0} 时停止</translation>
    </message>
    <message>
        <source>least possible {0}</source>
        <translation>可能的最小值 {0}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Parameters</source>
        <translation>超参数</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>拟合</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>计算图</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Loss surface</source>
        <translation>损失曲面</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>变量</translation>
    </message>
    <message>
        <source>Kept runs</source>
        <translation>保留的运行</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>参数扫描</translation>
    </message>
    <message>
        <source>About this lesson</source>
        <translation>关于本课</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Coefficients</source>
        <translation>系数</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>文章数字</translation>
    </message>
    <message>
        <source>Derivative</source>
        <translation>导数</translation>
    </message>
    <message>
        <source>No panel has the focus: click into one, or press Tab.</source>
        <translation>没有面板获得焦点：请单击一个面板，或按 Tab 键。</translation>
    </message>
    <message>
        <source>All settings are as at the first start.</source>
        <translation>所有设置已恢复为首次启动时的样子。</translation>
    </message>
    <message>
        <source>A picture of the window is on the clipboard.</source>
        <translation>窗口的图片已复制到剪贴板。</translation>
    </message>
    <message>
        <source>The figures of the shown iteration are on the clipboard.</source>
        <translation>所示迭代的数值已复制到剪贴板。</translation>
    </message>
    <message>
        <source>Versions, system and the end of the log are on the clipboard.</source>
        <translation>版本、系统信息和日志末尾已复制到剪贴板。</translation>
    </message>
    <message>
        <source>Loading ...</source>
        <translation>正在加载……</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Lesson</source>
        <translation>课程(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>最近打开</translation>
    </message>
</context>
<context>
    <name>NextStepView</name>
    <message>
        <source>Next step: loss after the next update, over the learning rate</source>
        <translation>下一步：下次更新后的损失随学习率的变化</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Next loss</source>
        <translation>下一步的损失</translation>
    </message>
    <message>
        <source>Excess loss</source>
        <translation>超出的损失</translation>
    </message>
    <message>
        <source>The loss after the next update appears here as soon as the lesson is ready.</source>
        <translation>课程就绪后，下一次更新后的损失会显示在这里。</translation>
    </message>
    <message>
        <source>This lesson has no learning rate.</source>
        <translation>本课没有学习率。</translation>
    </message>
    <message>
        <source>This optimiser does not follow the gradient alone: its next step depends on what it remembers of the steps before, and no limit of its learning rate can be told.</source>
        <translation>这个优化器不只看梯度：下一步还取决于它对之前各步的记忆，因此无法给出学习率的上限。</translation>
    </message>
    <message>
        <source>Nothing is known yet of the data: the first iteration brings some.</source>
        <translation>还不知道任何数据：第一次迭代后才会有。</translation>
    </message>
    <message>
        <source>The loss is too large to draw.</source>
        <translation>损失太大，无法绘制。</translation>
    </message>
    <message>
        <source>The loss is not quadratic in the parameters: no limit can be told.</source>
        <translation>损失不是参数的二次函数：无法给出上限。</translation>
    </message>
    <message>
        <source>The gradient is zero: no learning rate changes anything.</source>
        <translation>梯度为零：任何学习率都不会带来变化。</translation>
    </message>
    <message>
        <source>Condition number {0}.</source>
        <translation>条件数 {0}。</translation>
    </message>
    <message>
        <source>Condition number {0}. About {1} iterations to a tenth of the excess loss.</source>
        <translation>条件数 {0}。约 {1} 次迭代后，损失高出最小值的部分降到十分之一。</translation>
    </message>
    <message>
        <source>Rate {rate}: next loss {after}, now {now}</source>
        <translation>学习率 {rate}：下一损失 {after}，现在 {now}</translation>
    </message>
    <message>
        <source>Of all data; the next batch differs, and so does its step.</source>
        <translation>按全部数据计算；下一个小批量不同，它的一步也不同。</translation>
    </message>
    <message>
        <source>Seen from iteration {0}, the last one with a finite loss after it.</source>
        <translation>从第 {0} 次迭代看：此后的损失最后一次仍为有限值。</translation>
    </message>
    <message>
        <source>Seen from the start: the loss is not finite after any iteration.</source>
        <translation>从起点看：每次迭代之后损失都不是有限值。</translation>
    </message>
    <message>
        <source>Of the batches seen so far; the next one differs.</source>
        <translation>按已见过的小批量计算；下一个小批量不同。</translation>
    </message>
    <message>
        <source>Show the whole curve again (double click)</source>
        <translation>重新显示整条曲线（双击）</translation>
    </message>
    <message>
        <source>After the update</source>
        <translation>更新后</translation>
    </message>
    <message>
        <source>Present loss</source>
        <translation>当前损失</translation>
    </message>
    <message>
        <source>Drag the point, or + and −</source>
        <translation>拖动圆点，或按 + 和 −</translation>
    </message>
    <message>
        <source>Drag the point: Return or letting go takes the learning rate, Escape leaves it as it was.</source>
        <translation>拖动圆点：按回车键或松开鼠标即采用该学习率，按 Esc 键则保持原值。</translation>
    </message>
</context>
<context>
    <name>OutputView</name>
    <message>
        <source>Output of the lesson</source>
        <translation>本课的输出</translation>
    </message>
    <message>
        <source>What the lesson prints appears here.</source>
        <translation>课程打印的内容会显示在这里。</translation>
    </message>
</context>
<context>
    <name>ParameterForm</name>
    <message>
        <source>Live: a change acts at once, while the loop runs.</source>
        <translation>实时：循环运行时修改也立即生效。</translation>
    </message>
    <message>
        <source>acts while it runs; another change restarts</source>
        <translation>运行中立即生效；修改其他项会重新开始</translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Give every parameter the value that it has in the article, and restart.</source>
        <translation>把所有超参数恢复为文章中的值，并重新开始。</translation>
    </message>
    <message>
        <source>One of {choices}; default {default}.</source>
        <translation>可选 {choices}；默认 {default}。</translation>
    </message>
    <message>
        <source>A formula of {names} with numbers, + - * / **, parentheses
and {functions};
default {default}.</source>
        <translation>含 {names} 的表达式，可用数字、+ - * / **、括号
和 {functions}；
默认 {default}。</translation>
    </message>
    <message>
        <source>{count} numbers from {low} to {high}, with commas between them; default {default}.</source>
        <translation>{count} 个数，用逗号隔开，范围 {low} 到 {high}；默认 {default}。</translation>
    </message>
    <message>
        <source>{count} to {most} numbers from {low} to {high}, with commas between them; default {default}.</source>
        <translation>{count} 到 {most} 个数，用逗号隔开，范围 {low} 到 {high}；默认 {default}。</translation>
    </message>
    <message>
        <source>From {low} to {high}; default {default}.</source>
        <translation>范围 {low} 到 {high}；默认 {default}。</translation>
    </message>
</context>
<context>
    <name>PinnedPlot</name>
    <message>
        <source>Pinned variables over the iterations</source>
        <translation>固定的变量随迭代的变化</translation>
    </message>
    <message>
        <source>Iteration</source>
        <translation>迭代</translation>
    </message>
    <message>
        <source>Statement</source>
        <translation>语句</translation>
    </message>
    <message>
        <source>Show the whole curves again (double click)</source>
        <translation>重新显示整条曲线（双击）</translation>
    </message>
    <message>
        <source>Unpin {name}</source>
        <translation>取消固定 {name}</translation>
    </message>
    <message>
        <source>{name}: recorded from the start.</source>
        <translation>{name}：从起点开始记录。</translation>
    </message>
    <message>
        <source>{name}: known from iteration {first} on, since it was pinned.</source>
        <translation>{name}：从第 {first} 次迭代被固定起才有记录。</translation>
    </message>
    <message>
        <source>{name}: not recorded yet.</source>
        <translation>{name}：尚无记录。</translation>
    </message>
</context>
<context>
    <name>PredictedView</name>
    <message>
        <source>Predicted against actual</source>
        <translation>预测值与实际值</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>预测值</translation>
    </message>
    <message>
        <source>Each example appears here as a point: its label across, its prediction up.</source>
        <translation>每个样本在这里显示为一个点：横坐标是标签，纵坐标是预测值。</translation>
    </message>
    <message>
        <source>{drawn} of {count} examples drawn</source>
        <translation>画出 {count} 个样本中的 {drawn} 个</translation>
    </message>
    <message>
        <source>{count} outside the picture</source>
        <translation>{count} 个在图外</translation>
    </message>
    <message>
        <source>{count} examples: prediction and label differ by {mean} on average, at most by {most}.</source>
        <translation>{count} 个样本：预测值与标签平均相差 {mean}，最多相差 {most}。</translation>
    </message>
    <message>
        <source>The examples of this iteration are not kept any more.</source>
        <translation>这次迭代的样本已不再保留。</translation>
    </message>
    <message>
        <source>This lesson has no model that predicts anything.</source>
        <translation>本课没有作预测的模型。</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Prediction = label</source>
        <translation>预测值 = 标签</translation>
    </message>
    <message>
        <source>Show all the labels again (double click)</source>
        <translation>重新显示全部标签（双击）</translation>
    </message>
</context>
<context>
    <name>PublishedView</name>
    <message>
        <source>Published against here</source>
        <translation>发表的数值与这里的对照</translation>
    </message>
    <message>
        <source>The article&apos;s figures appear here as soon as the lesson is ready.</source>
        <translation>课程就绪后，文章中的数字会显示在这里。</translation>
    </message>
    <message>
        <source>= agrees</source>
        <translation>= 相符</translation>
    </message>
    <message>
        <source>≠ differs</source>
        <translation>≠ 不符</translation>
    </message>
    <message>
        <source>This run has other values: {names}.</source>
        <translation>本次运行的取值不同：{names}。</translation>
    </message>
    <message>
        <source>This article prints no figure that could be compared.</source>
        <translation>这篇文章没有印出可供比较的数值。</translation>
    </message>
    <message>
        <source>As printed</source>
        <translation>文章所印</translation>
    </message>
    <message>
        <source>This run</source>
        <translation>本次运行</translation>
    </message>
    <message>
        <source>Run with the values that give it</source>
        <translation>用能得到它的取值运行</translation>
    </message>
</context>
<context>
    <name>Pulls</name>
    <message>
        <source>Pulls</source>
        <translation>拉力</translation>
    </message>
    <message>
        <source>Draw how each example&apos;s error pulls at a parameter: the wider, the harder; or the errors&apos; squares</source>
        <translation>画出每个样本的误差怎样拉动一个参数：线越粗，拉得越用力；也可以画出误差的平方。</translation>
    </message>
    <message>
        <source>Before the update</source>
        <translation>更新之前</translation>
    </message>
    <message>
        <source>Following this example alone, the update would make it grow</source>
        <translation>若只看这一个样本，更新会使它变大</translation>
    </message>
    <message>
        <source>Following this example alone, the update would make it shrink</source>
        <translation>若只看这一个样本，更新会使它变小</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>on {0}</source>
        <translation>对 {0}</translation>
    </message>
    <message>
        <source>squares</source>
        <translation>平方</translation>
    </message>
    <message>
        <source>▲ {0} grows</source>
        <translation>▲ {0} 变大</translation>
    </message>
    <message>
        <source>▼ {0} shrinks</source>
        <translation>▼ {0} 变小</translation>
    </message>
    <message>
        <source>Mean of the pulls on {name}: {mean}, this iteration&apos;s gradient</source>
        <translation>对 {name} 的拉力的平均值：{mean}，即这次迭代的梯度</translation>
    </message>
    <message>
        <source>Mean of the pulls on {name}: {mean}, the gradient at the start</source>
        <translation>对 {name} 的拉力的平均值：{mean}，即起点处的梯度</translation>
    </message>
    <message>
        <source>{column} holds {value}: earlier gradients are added</source>
        <translation>{column} 中是 {value}：以前的梯度也加在里面</translation>
    </message>
    <message>
        <source>{column} holds {value}: the sum over the {count} examples</source>
        <translation>{column} 中是 {value}：{count} 个样本的总和</translation>
    </message>
    <message>
        <source>{column} holds {value}</source>
        <translation>{column} 中是 {value}</translation>
    </message>
    <message>
        <source>{count} squared errors: mean {mean}, sum {sum}</source>
        <translation>{count} 个误差的平方：平均值 {mean}，总和 {sum}</translation>
    </message>
    <message>
        <source>{drawn} of {count} examples drawn</source>
        <translation>画出 {count} 个样本中的 {drawn} 个</translation>
    </message>
    <message>
        <source>The examples of this iteration are not kept any more.</source>
        <translation>这次迭代的样本已不再保留。</translation>
    </message>
    <message>
        <source>Each iteration draws its own examples.</source>
        <translation>每次迭代都抽取自己的样本。</translation>
    </message>
    <message>
        <source>So many examples pull only while the run stands still.</source>
        <translation>样本太多，运行停下时才画出拉力。</translation>
    </message>
</context>
<context>
    <name>RateGauge</name>
    <message>
        <source>Zones of the learning rate</source>
        <translation>学习率的区域</translation>
    </message>
    <message>
        <source>Drag to try another; letting go takes it, Escape leaves it.</source>
        <translation>拖动可试另一个值；松开即采用，按 Esc 键放弃。</translation>
    </message>
    <message>
        <source>limit {0}</source>
        <translation>上限 {0}</translation>
    </message>
</context>
<context>
    <name>RecoveryOffer</name>
    <message>
        <source>Fitscope did not come to its end the last time.</source>
        <translation>Fitscope 上次没有正常结束。</translation>
    </message>
    <message>
        <source>What was on the screen on {0} can be taken up again.</source>
        <translation>可以恢复 {0} 时屏幕上的内容。</translation>
    </message>
    <message>
        <source>Take it up</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Drop it</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>以后再说</translation>
    </message>
</context>
<context>
    <name>Remedies</name>
    <message>
        <source>Diverged: try</source>
        <translation>已发散，可试：</translation>
    </message>
    <message>
        <source>Halve the learning rate</source>
        <translation>学习率减半</translation>
    </message>
    <message>
        <source>Zero the gradients</source>
        <translation>将梯度清零</translation>
    </message>
</context>
<context>
    <name>SessionFile</name>
    <message>
        <source>Open a session</source>
        <translation>打开实验记录</translation>
    </message>
    <message>
        <source>Fitscope sessions</source>
        <translation>Fitscope 实验记录</translation>
    </message>
    <message>
        <source>{file} was not opened.</source>
        <translation>没有打开 {file}。</translation>
    </message>
    <message>
        <source>Opened {file}.</source>
        <translation>已打开 {file}。</translation>
    </message>
    <message>
        <source>Save the session</source>
        <translation>保存实验记录</translation>
    </message>
    <message>
        <source>Save the changes to {file}?</source>
        <translation>要保存对 {file} 的更改吗？</translation>
    </message>
    <message>
        <source>Save the kept runs?</source>
        <translation>要保存保留的运行吗？</translation>
    </message>
    <message>
        <source>{file} was not saved.</source>
        <translation>没有保存 {file}。</translation>
    </message>
    <message>
        <source>Saved {file}.</source>
        <translation>已保存 {file}。</translation>
    </message>
</context>
<context>
    <name>ShortcutHelp</name>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Those of the window act wherever the focus is, except while text is being typed.</source>
        <translation>窗口的按键在任何位置都起作用，输入文字时除外。</translation>
    </message>
    <message>
        <source>Run and look back</source>
        <translation>运行与回看</translation>
    </message>
    <message>
        <source>Window and files</source>
        <translation>窗口与文件</translation>
    </message>
    <message>
        <source>In the views, where the focus is</source>
        <translation>在各视图中（焦点所在处）</translation>
    </message>
    <message>
        <source>Lesson 1 … 9</source>
        <translation>第 1 … 9 课</translation>
    </message>
    <message>
        <source>Open a lesson by its number</source>
        <translation>按编号打开课程</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Device: {0}</source>
        <translation>设备：{0}</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Going through the record again: {rows} of {of} iterations. Space breaks off.</source>
        <translation>正在重新运行记录：第 {rows} / {of} 次迭代。按空格键中断。</translation>
    </message>
    <message>
        <source>{0} iterations/s</source>
        <translation>{0} 次迭代/秒</translation>
    </message>
    <message>
        <source>{0} redraws/s</source>
        <translation>{0} 次重绘/秒</translation>
    </message>
</context>
<context>
    <name>StepBar</name>
    <message>
        <source>Back to the forward pass</source>
        <translation>回到前向传播</translation>
    </message>
    <message>
        <source>Next step of the backward pass</source>
        <translation>反向传播的下一步</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Take all gradients away</source>
        <translation>收起所有梯度</translation>
    </message>
    <message>
        <source>The next step (N or .); P or , goes back</source>
        <translation>下一步（N 或 .）；P 或 , 退回一步</translation>
    </message>
    <message>
        <source>Show the whole backward pass</source>
        <translation>显示整个反向传播</translation>
    </message>
</context>
<context>
    <name>SurfaceLegend</name>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>The parameters after each iteration so far, from the circle on</source>
        <translation>到目前为止每次迭代之后的参数，从圆圈开始</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Where the next update leads, for the loss over all data</source>
        <translation>按全部数据的损失，下一次更新会到达的位置</translation>
    </message>
    <message>
        <source>Least loss</source>
        <translation>最小损失</translation>
    </message>
    <message>
        <source>The parameters with the least loss, computed directly</source>
        <translation>使损失最小的参数，由直接计算得到</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Write the loss on the contour lines</source>
        <translation>在等高线上标出损失</translation>
    </message>
</context>
<context>
    <name>SurfaceView</name>
    <message>
        <source>Loss surface</source>
        <translation>损失曲面</translation>
    </message>
    <message>
        <source>{0} = {1}, {2} = {3}: loss {4}</source>
        <translation>{0} = {1}，{2} = {3}：损失 {4}</translation>
    </message>
    <message>
        <source>Curvature {0} along {1}, {2} along {3}; most {4}, least {5}</source>
        <translation>曲率：沿 {1} 为 {0}，沿 {3} 为 {2}；最大 {4}，最小 {5}</translation>
    </message>
    <message>
        <source>Curvature {0} along {1}, {2} along {3}; least {5}</source>
        <translation>曲率：沿 {1} 为 {0}，沿 {3} 为 {2}；最小 {5}</translation>
    </message>
    <message>
        <source>Computing the surface ...</source>
        <translation>正在计算曲面……</translation>
    </message>
    <message>
        <source>The loss surface appears here as soon as the lesson is ready.</source>
        <translation>课程就绪后，损失曲面会显示在这里。</translation>
    </message>
    <message>
        <source>The run ended before its first iteration.</source>
        <translation>运行在第一次迭代之前就结束了。</translation>
    </message>
    <message>
        <source>This lesson has no model, and so no loss surface.</source>
        <translation>本课没有模型，因此没有损失曲面。</translation>
    </message>
    <message>
        <source>A loss surface takes two parameters; this lesson has fewer.</source>
        <translation>损失曲面需要两个参数；本课的参数不足两个。</translation>
    </message>
    <message>
        <source>The surface appears after the first iteration: its data are drawn there.</source>
        <translation>第一次迭代之后才会显示曲面：数据是在那时抽取的。</translation>
    </message>
    <message>
        <source>Show the whole path again (double click)</source>
        <translation>重新显示完整路径（双击）</translation>
    </message>
</context>
<context>
    <name>SweepChart</name>
    <message>
        <source>largest stable {0}</source>
        <translation>最大稳定值 {0}</translation>
    </message>
    <message>
        <source>largest stable learning rate</source>
        <translation>最大稳定学习率</translation>
    </message>
    <message>
        <source>Point at a run to read it, or press N or P; a click or Return opens it.</source>
        <translation>指向某次运行即可查看，也可按 N 或 P 键；单击或按回车键即可打开。</translation>
    </message>
    <message>
        <source>{count} runs; the least final loss: {run}</source>
        <translation>共 {count} 次运行；最终损失最小的是：{run}</translation>
    </message>
    <message>
        <source>Show the whole sweep again (double click)</source>
        <translation>重新显示整个扫描（双击）</translation>
    </message>
    <message>
        <source>Final loss</source>
        <translation>最终损失</translation>
    </message>
    <message>
        <source>Iterations to the stop rule</source>
        <translation>到停止规则的迭代次数</translation>
    </message>
</context>
<context>
    <name>SweepRunner</name>
    <message>
        <source>The sweep was broken off: {reason}</source>
        <translation>扫描中断：{reason}</translation>
    </message>
</context>
<context>
    <name>SweepView</name>
    <message>
        <source>Vary</source>
        <translation>改变</translation>
    </message>
    <message>
        <source>and</source>
        <translation>以及</translation>
    </message>
    <message>
        <source>Final loss</source>
        <translation>最终损失</translation>
    </message>
    <message>
        <source>Iterations to the stop rule</source>
        <translation>到停止规则的迭代次数</translation>
    </message>
    <message>
        <source>Ending</source>
        <translation>结束方式</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>What is drawn of each run</source>
        <translation>画出每次运行的哪一项</translation>
    </message>
    <message>
        <source>Run the sweep</source>
        <translation>运行扫描</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Run the lesson once for each value, in processes of their own</source>
        <translation>对每个值运行一次课程，在单独的进程中进行</translation>
    </message>
    <message>
        <source>End the sweep; what has been run until now stays</source>
        <translation>结束扫描；已经运行的结果保留</translation>
    </message>
    <message>
        <source>Progress of the sweep</source>
        <translation>扫描的进度</translation>
    </message>
    <message>
        <source>Sweep: what comes of each run</source>
        <translation>参数扫描：每次运行的结果</translation>
    </message>
    <message>
        <source>A sweep runs the lesson once for each value of a parameter, or of two, and draws how every run ended: a curve over one parameter, a map over two. Choose what to vary and press Run the sweep.</source>
        <translation>参数扫描对一个或两个参数的每个值各运行一次课程，并画出每次运行的结果：一个参数得到曲线，两个参数得到热图。请选择要改变的参数，然后按“运行扫描”。</translation>
    </message>
    <message>
        <source>Starting processes ...</source>
        <translation>正在启动进程……</translation>
    </message>
    <message>
        <source>about {0} s left</source>
        <translation>大约还需 {0} 秒</translation>
    </message>
    <message>
        <source>about {0} min left</source>
        <translation>大约还需 {0} 分钟</translation>
    </message>
    <message>
        <source>{0} runs</source>
        <translation>{0} 次运行</translation>
    </message>
    <message>
        <source>{0} of {1} runs</source>
        <translation>{1} 次运行中的 {0} 次</translation>
    </message>
    <message>
        <source>The sweep is on the clipboard, as a table.</source>
        <translation>扫描结果已作为表格复制到剪贴板。</translation>
    </message>
</context>
<context>
    <name>TangentPicture</name>
    <message>
        <source>The curve and its tangent</source>
        <translation>曲线与切线</translation>
    </message>
    <message>
        <source>The formula</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>Tangent</source>
        <translation>切线</translation>
    </message>
    <message>
        <source>Tangent, slope {value}</source>
        <translation>切线，斜率 {value}</translation>
    </message>
    <message>
        <source>Show the place of the derivative again (double click)</source>
        <translation>重新显示求导的位置（双击）</translation>
    </message>
</context>
<context>
    <name>TimelineBar</name>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>Drag to go back to any iteration</source>
        <translation>拖动可回到任何一次迭代</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>起点</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>第 {0} 步，共 {1} 步</translation>
    </message>
    <message>
        <source>Space runs the lesson&apos;s program and pauses it. → goes one iteration on.</source>
        <translation>按空格键运行课程的程序，再按一次暂停。按 → 前进一次迭代。</translation>
    </message>
    <message>
        <source>Every iteration is recorded. Drag back to any of them; Space plays the record from there.</source>
        <translation>每次迭代都有记录。可以拖回任意一次迭代；按空格键从那里回放记录。</translation>
    </message>
    <message>
        <source>Change it while the program runs: it acts at once. The bar shows which rates converge.</source>
        <translation>程序运行时也可以修改：立即生效。下面的色条显示哪些学习率会收敛。</translation>
    </message>
    <message>
        <source>Each iteration adds a point to this curve. Click it to look at that iteration again.</source>
        <translation>每次迭代给这条曲线添加一个点。点击曲线可以回看那次迭代。</translation>
    </message>
    <message>
        <source>The code shows which line runs next; About this lesson says what to watch and what to try. F8 puts the code and the variables side by side.</source>
        <translation>代码视图标出下一步运行的行；“关于本课”说明看什么、试什么。按 F8 把代码和变量并排放置。</translation>
    </message>
    <message>
        <source>The learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>The loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>→ runs one statement of the program, Space all of them.</source>
        <translation>按 → 运行程序的一条语句，按空格键运行全部语句。</translation>
    </message>
    <message>
        <source>Every statement is recorded. Drag back to any of them; Space plays the record from there.</source>
        <translation>每条语句都有记录。可以拖回任意一条语句；按空格键从那里回放记录。</translation>
    </message>
    <message>
        <source>Change a value and press Return: the program begins again with it.</source>
        <translation>修改一个值并按回车键：程序用新值重新开始。</translation>
    </message>
    <message>
        <source>The parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Each statement shows here what it gives; the derivative by rule stands beside autograd&apos;s.</source>
        <translation>每条语句的结果显示在这里；按求导法则得到的导数与自动求导的结果并列。</translation>
    </message>
    <message>
        <source>The derivative</source>
        <translation>导数</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Go back in time</source>
        <translation>回到过去</translation>
    </message>
    <message>
        <source>Look inside</source>
        <translation>看看内部</translation>
    </message>
</context>
<context>
    <name>TourOffer</name>
    <message>
        <source>New here?</source>
        <translation>第一次使用？</translation>
    </message>
    <message>
        <source>A tour of five steps shows what is where.</source>
        <translation>五步导览，介绍窗口的各个部分。</translation>
    </message>
    <message>
        <source>No thanks</source>
        <translation>不用了</translation>
    </message>
    <message>
        <source>Start the tour</source>
        <translation>开始导览</translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>Transport</source>
        <translation>播放控制</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>How many iterations a second are run, at most (Up, Down)</source>
        <translation>每秒最多运行多少次迭代（上、下方向键）</translation>
    </message>
    <message>
        <source>Redraw as the article does</source>
        <translation>按文章的方式重绘</translation>
    </message>
    <message>
        <source>Redraw only at the iterations at which the article&apos;s program looks at the loss</source>
        <translation>只在文章的程序检查损失的那些迭代重绘</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>As fast as it goes</source>
        <translation>尽可能快</translation>
    </message>
    <message>
        <source>{0} a second (the article&apos;s pace)</source>
        <translation>每秒 {0} 次（文章的速度）</translation>
    </message>
    <message>
        <source>{0} a second</source>
        <translation>每秒 {0} 次</translation>
    </message>
</context>
<context>
    <name>VariableModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Changed by what ran last.</source>
        <translation>刚才运行的代码改变了它。</translation>
    </message>
    <message>
        <source>∇: requires_grad is set, so backward() computes a gradient for it.</source>
        <translation>∇：requires_grad 已设置，因此 backward() 会为它计算梯度。</translation>
    </message>
    <message>
        <source>Double-click or Return: draw its values over the iterations.</source>
        <translation>双击或按回车键：画出它随迭代的变化。</translation>
    </message>
    <message>
        <source>Double-click or Return: draw its values no more.</source>
        <translation>双击或按回车键：不再画出它的变化。</translation>
    </message>
    <message>
        <source>Not assigned here.</source>
        <translation>此处尚未赋值。</translation>
    </message>
    <message>
        <source>No gradient here: it is None.</source>
        <translation>此处没有梯度：它是 None。</translation>
    </message>
    <message>
        <source>least {least}, mean {mean}, greatest {greatest}</source>
        <translation>最小 {least}，平均 {mean}，最大 {greatest}</translation>
    </message>
    <message>
        <source>{count} not finite</source>
        <translation>{count} 个不是有限数</translation>
    </message>
</context>
<context>
    <name>VariableTable</name>
    <message>
        <source>Pin: draw its values over the iterations</source>
        <translation>固定：画出它随迭代的变化</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消固定</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>VariablesView</name>
    <message>
        <source>Variables of the program</source>
        <translation>程序的变量</translation>
    </message>
    <message>
        <source>The variables appear here as soon as the lesson is ready.</source>
        <translation>课程准备好后，变量会显示在这里。</translation>
    </message>
    <message>
        <source>While it runs: read 5 times a second.</source>
        <translation>运行中：每秒读取 5 次。</translation>
    </message>
    <message>
        <source>Before line {line}.</source>
        <translation>停在第 {line} 行之前。</translation>
    </message>
    <message>
        <source>Before line {line} of iteration {iteration}.</source>
        <translation>停在第 {iteration} 次迭代的第 {line} 行之前。</translation>
    </message>
    <message>
        <source>The program has ended, and its variables are gone: this is what was recorded last.</source>
        <translation>程序已结束，变量已不存在：这里是最后的记录。</translation>
    </message>
    <message>
        <source>Iteration {shown} of the record: only loss, parameters and gradients are recorded. The program itself stands at iteration {newest}.</source>
        <translation>记录中的第 {shown} 次迭代：只记录了损失、参数和梯度。程序本身停在第 {newest} 次迭代。</translation>
    </message>
    <message>
        <source>The start: only the parameters are recorded. The program itself stands at iteration {newest}.</source>
        <translation>起点：只记录了参数。程序本身停在第 {newest} 次迭代。</translation>
    </message>
    <message>
        <source>Statement {shown} of the record: only values and gradients are recorded. The program itself stands at statement {newest}.</source>
        <translation>记录中的第 {shown} 条语句：只记录了值和梯度。程序本身停在第 {newest} 条语句。</translation>
    </message>
</context>
<context>
    <name>Whereabouts</name>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Record: iteration {shown}, its last line. The program is at iteration {newest}.</source>
        <translation>记录：第 {shown} 次迭代的最后一行。程序停在第 {newest} 次迭代。</translation>
    </message>
    <message>
        <source>Record: the start. The program is at iteration {newest}.</source>
        <translation>记录：起点。程序停在第 {newest} 次迭代。</translation>
    </message>
    <message>
        <source>Record: line {line} has been run.</source>
        <translation>记录：第 {line} 行已执行。</translation>
    </message>
    <message>
        <source>Record: the start.</source>
        <translation>记录：起点。</translation>
    </message>
    <message>
        <source>Next: line {line}</source>
        <translation>下一步：第 {line} 行</translation>
    </message>
    <message>
        <source>Next: line {line}, {phase}</source>
        <translation>下一步：第 {line} 行，{phase}</translation>
    </message>
    <message>
        <source>Iteration {shown} has ended. Next: line {line}</source>
        <translation>第 {shown} 次迭代已结束。下一步：第 {line} 行</translation>
    </message>
    <message>
        <source>The program has ended.</source>
        <translation>程序已执行完毕。</translation>
    </message>
    <message>
        <source>The program was stopped: {reason}</source>
        <translation>程序已停止：{reason}</translation>
    </message>
    <message>
        <source>Line {line} failed: {message}</source>
        <translation>第 {line} 行出错：{message}</translation>
    </message>
    <message>
        <source>The program failed: {message}</source>
        <translation>程序出错：{message}</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Run or pause; at an earlier iteration, play the record from there</source>
        <translation>运行或暂停；停在较早的迭代时，从那里重放记录</translation>
    </message>
    <message>
        <source>Step forward</source>
        <translation>前进一步</translation>
    </message>
    <message>
        <source>One iteration: one update of the parameters</source>
        <translation>一次迭代：参数更新一次</translation>
    </message>
    <message>
        <source>Step into</source>
        <translation>单步语句</translation>
    </message>
    <message>
        <source>One statement of the lesson&apos;s code</source>
        <translation>执行课程代码的一条语句</translation>
    </message>
    <message>
        <source>Step back</source>
        <translation>后退一步</translation>
    </message>
    <message>
        <source>Back to the iteration before</source>
        <translation>回到上一次迭代</translation>
    </message>
    <message>
        <source>To the start</source>
        <translation>回到起点</translation>
    </message>
    <message>
        <source>Back to where the run began</source>
        <translation>回到运行开始的地方</translation>
    </message>
    <message>
        <source>Run to the end</source>
        <translation>运行到结束</translation>
    </message>
    <message>
        <source>As fast as it goes to the last iteration</source>
        <translation>尽快运行到最后一次迭代</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Begin again from the same start</source>
        <translation>从同一个起点重新开始</translation>
    </message>
    <message>
        <source>Keep this run</source>
        <translation>保留这次运行</translation>
    </message>
    <message>
        <source>Draw what has been run until now behind the next runs</source>
        <translation>把到目前为止的运行画在后面各次运行之后</translation>
    </message>
    <message>
        <source>Go on from here</source>
        <translation>从这里继续</translation>
    </message>
    <message>
        <source>Make the shown iteration the newest; the run until now is kept</source>
        <translation>把显示的迭代作为最新的一次；此前的运行会保留</translation>
    </message>
    <message>
        <source>Race the optimisers</source>
        <translation>优化器赛跑</translation>
    </message>
    <message>
        <source>Run the other optimisers from the same start, then all of them together</source>
        <translation>让其他优化器从同一起点运行，然后一起显示</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>加快</translation>
    </message>
    <message>
        <source>The next higher speed</source>
        <translation>提高一档速度</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>减慢</translation>
    </message>
    <message>
        <source>The next lower speed</source>
        <translation>降低一档速度</translation>
    </message>
    <message>
        <source>All lessons ...</source>
        <translation>全部课程 ...</translation>
    </message>
    <message>
        <source>Choose a lesson</source>
        <translation>选择一课</translation>
    </message>
    <message>
        <source>Open ...</source>
        <translation>打开……</translation>
    </message>
    <message>
        <source>Open a session that was saved</source>
        <translation>打开保存过的实验记录</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save lesson, parameters, changes and kept runs as a file</source>
        <translation>把课程、参数、更改和保留的运行保存为文件</translation>
    </message>
    <message>
        <source>Save as ...</source>
        <translation>另存为……</translation>
    </message>
    <message>
        <source>Save the session as another file</source>
        <translation>把实验记录保存为另一个文件</translation>
    </message>
    <message>
        <source>Export ...</source>
        <translation>导出 ...</translation>
    </message>
    <message>
        <source>Write figures, a program, a picture or a film</source>
        <translation>写出数据、程序、图片或影片</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Copy a picture of the window</source>
        <translation>复制窗口的图片</translation>
    </message>
    <message>
        <source>Copy figures</source>
        <translation>复制数值</translation>
    </message>
    <message>
        <source>Copy the numbers of the shown iteration</source>
        <translation>复制所示迭代的数值</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Leave Fitscope</source>
        <translation>离开 Fitscope</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>恢复布局</translation>
    </message>
    <message>
        <source>Put every view back to its first place</source>
        <translation>把每个视图放回原来的位置</translation>
    </message>
    <message>
        <source>Detach panel</source>
        <translation>分离面板</translation>
    </message>
    <message>
        <source>Take the panel with the focus out of the window, or put it back</source>
        <translation>把有焦点的面板移出窗口，或放回窗口</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Larger type and thicker lines</source>
        <translation>更大的字和更粗的线</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Smaller type and thinner lines</source>
        <translation>更小的字和更细的线</translation>
    </message>
    <message>
        <source>Presentation</source>
        <translation>演示模式</translation>
    </message>
    <message>
        <source>Fill the screen, to be read from the last row; Escape leaves</source>
        <translation>全屏显示，最后一排也能看清；按 Esc 退出</translation>
    </message>
    <message>
        <source>Reset all settings</source>
        <translation>重置所有设置</translation>
    </message>
    <message>
        <source>Language, theme, size and layout as at the first start</source>
        <translation>语言、主题、大小和布局恢复为首次启动时的样子</translation>
    </message>
    <message>
        <source>Inside one iteration</source>
        <translation>一次迭代的内部</translation>
    </message>
    <message>
        <source>Put code, variables, fit and loss surface side by side</source>
        <translation>并排显示代码、变量、拟合与损失曲面</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Show what the keys do</source>
        <translation>显示各按键的作用</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>导览</translation>
    </message>
    <message>
        <source>Five steps through the window</source>
        <translation>用五步了解窗口</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>复制诊断信息</translation>
    </message>
    <message>
        <source>Copy versions, system and the end of the log, for an error report</source>
        <translation>复制版本、系统信息和日志末尾，用于报告错误</translation>
    </message>
    <message>
        <source>About Fitscope</source>
        <translation>关于 Fitscope</translation>
    </message>
    <message>
        <source>Version and licences</source>
        <translation>版本与许可证</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>{label} must be on or off, not {given}.</source>
        <translation>{label}必须是开或关，不能是 {given}。</translation>
    </message>
    <message>
        <source>{label} must be a whole number from {low} to {high}, not {given}.</source>
        <translation>{label}必须是 {low} 到 {high} 之间的整数，不能是 {given}。</translation>
    </message>
    <message>
        <source>{label} must be a number from {low} to {high}, not {given}.</source>
        <translation>{label}必须是 {low} 到 {high} 之间的数，不能是 {given}。</translation>
    </message>
    <message>
        <source>{label} must be one of {choices}, not {given}.</source>
        <translation>{label}必须是 {choices} 之一，而不是 {given}。</translation>
    </message>
    <message>
        <source>{label} must be {count} numbers from {low} to {high}, not {given}.</source>
        <translation>{label}必须是 {count} 个介于 {low} 与 {high} 之间的数，而不是 {given}。</translation>
    </message>
    <message>
        <source>{label} must be {count} to {most} numbers, {low} to {high}, not {given}.</source>
        <translation>{label}必须是 {count} 到 {most} 个介于 {low} 与 {high} 之间的数，而不是 {given}。</translation>
    </message>
    <message>
        <source>Slope</source>
        <translation>斜率</translation>
    </message>
    <message>
        <source>The true w: how steep the line is that the data are drawn from.</source>
        <translation>真实的 w：生成数据的直线有多陡。</translation>
    </message>
    <message>
        <source>Intercept</source>
        <translation>截距</translation>
    </message>
    <message>
        <source>The true b: where the line that the data are drawn from meets x = 0.</source>
        <translation>真实的 b：生成数据的直线在 x = 0 处的值。</translation>
    </message>
    <message>
        <source>Zero the gradients</source>
        <translation>将梯度清零</translation>
    </message>
    <message>
        <source>After each update, forget its gradient. The article leaves this out: all past gradients add up.</source>
        <translation>每次更新后清除梯度。文章漏掉了这一步，于是过去的所有梯度都累加在一起。</translation>
    </message>
    <message>
        <source>A line, drawn live</source>
        <translation>实时绘制的直线</translation>
    </message>
    <message>
        <source>Gradient descent fits y = w x + b to twenty noisy points.</source>
        <translation>用梯度下降把 y = w x + b 拟合到二十个带噪声的点。</translation>
    </message>
    <message>
        <source>half the mean squared error</source>
        <translation>均方误差的一半</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>停止条件</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Fixes the random numbers: the same seed gives the same data and the same start.</source>
        <translation>固定随机数：相同的种子给出相同的数据和相同的起点。</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>How many data points are drawn.</source>
        <translation>生成多少个数据点。</translation>
    </message>
    <message>
        <source>Curvature</source>
        <translation>弯曲程度</translation>
    </message>
    <message>
        <source>The true w: how curved the parabola is that the data are drawn from.</source>
        <translation>真实的 w：生成数据的抛物线有多弯。</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>偏移</translation>
    </message>
    <message>
        <source>The true b: the height at x = 0 of the parabola that the data are drawn from.</source>
        <translation>真实的 b：生成数据的抛物线在 x = 0 处的高度。</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>The most that is added to a label: anything from 0 to this, never less than 0.</source>
        <translation>加到标签上的最大值：在 0 到它之间任取，从不小于 0。</translation>
    </message>
    <message>
        <source>Runs of the start cell</source>
        <translation>初始化单元格运行次数</translation>
    </message>
    <message>
        <source>How often the notebook&apos;s cell that draws w and b is run; the last draw counts.</source>
        <translation>笔记本中抽取 w 和 b 的单元格运行多少次；以最后一次为准。</translation>
    </message>
    <message>
        <source>half the sum of the squared errors</source>
        <translation>误差平方和的一半</translation>
    </message>
    <message>
        <source>A parabola, with NumPy</source>
        <translation>抛物线，用 NumPy</translation>
    </message>
    <message>
        <source>Gradient descent fits y = w x² + b with gradients written by hand.</source>
        <translation>梯度下降拟合 y = w x² + b，梯度由手工写出。</translation>
    </message>
    <message>
        <source>A parabola, with autograd</source>
        <translation>抛物线，用自动求导</translation>
    </message>
    <message>
        <source>The same fit with the gradients taken by torch&apos;s autograd.</source>
        <translation>同样的拟合，梯度由 torch 的自动求导得到。</translation>
    </message>
    <message>
        <source>Standard deviation of what is added to the labels at random.</source>
        <translation>随机加到标签上的噪声的标准差。</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Which class of torch.optim turns the gradients into updates of w and b.</source>
        <translation>由 torch.optim 的哪个类把梯度变成对 w 和 b 的更新。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>How far one update goes: plain SGD subtracts the learning rate times the gradient, the other optimisers scale or turn the gradient first.</source>
        <translation>一次更新走多远：普通 SGD 减去学习率乘以梯度，其他优化器先缩放梯度或改变它的方向。</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>How much of the update before is kept in the next one. Only SGD and RMSprop use it; 0 keeps none.</source>
        <translation>下一次更新保留上一次更新的多少。只有 SGD 和 RMSprop 使用它；0 表示完全不保留。</translation>
    </message>
    <message>
        <source>Nesterov momentum</source>
        <translation>Nesterov 动量</translation>
    </message>
    <message>
        <source>Step as if momentum had already carried w and b on. Only SGD uses it; without momentum it changes nothing.</source>
        <translation>假定动量已经把 w 和 b 带向前方，再走这一步。只有 SGD 使用它；没有动量时它不起任何作用。</translation>
    </message>
    <message>
        <source>A line, with torch&apos;s optimisers</source>
        <translation>用 torch 优化器拟合的直线</translation>
    </message>
    <message>
        <source>SGD, Adagrad, RMSprop, Adam, AdamW or LBFGS fits y = w x + b to twenty noisy points.</source>
        <translation>用 SGD、Adagrad、RMSprop、Adam、AdamW 或 LBFGS 把 y = w x + b 拟合到二十个带噪声的点。</translation>
    </message>
    <message>
        <source>How far one update goes: it subtracts the learning rate times the gradient.</source>
        <translation>一次更新走多远：减去学习率乘以梯度。</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批量大小</translation>
    </message>
    <message>
        <source>How many examples one update uses; fewer where the data run out.</source>
        <translation>每次更新使用多少个样本；数据不够时取剩下的。</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>The numbers that are computed with: float64 holds 16 digits, float32 holds 7.</source>
        <translation>计算所用的数：float64 有 16 位有效数字，float32 有 7 位。</translation>
    </message>
    <message>
        <source>Data from</source>
        <translation>数据来源</translation>
    </message>
    <message>
        <source>Whose random numbers give the data and the first w and b: the other program&apos;s too.</source>
        <translation>数据和最初的 w、b 由哪个库的随机数产生：也可以用另一个程序的。</translation>
    </message>
    <message>
        <source>Iterations</source>
        <translation>迭代次数</translation>
    </message>
    <message>
        <source>The run ends after this many updates, if nothing stops it before.</source>
        <translation>若没有提前停止，更新这么多次后运行结束。</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>How many times the program goes through all the data before it ends.</source>
        <translation>程序把全部数据过多少遍后结束。</translation>
    </message>
    <message>
        <source>Check every</source>
        <translation>检查间隔</translation>
    </message>
    <message>
        <source>The program looks at the loss, prints and redraws at every so many iterations.</source>
        <translation>程序每隔这么多次迭代查看损失、打印并重绘。</translation>
    </message>
    <message>
        <source>iterations</source>
        <translation>次迭代</translation>
    </message>
    <message>
        <source>Stop below</source>
        <translation>停止阈值</translation>
    </message>
    <message>
        <source>The run stops where it finds the loss below this; 0 turns the rule off.</source>
        <translation>检查到损失低于此值时停止；0 表示不用这条规则。</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>The record is full: {reason}.</source>
        <translation>记录已满：{reason}。</translation>
    </message>
    <message>
        <source>{name} became {value} at iteration {iteration}.</source>
        <translation>{name} 在第 {iteration} 次迭代变成了 {value}。</translation>
    </message>
    <message>
        <source>Line {line}: {message}</source>
        <translation>第 {line} 行：{message}</translation>
    </message>
    <message>
        <source>The formula</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>{label} must use at least one of {names}, or nothing can change it: {given}.</source>
        <translation>{label}至少要用到 {names} 中的一个，否则没有可以求导的变量：{given}。</translation>
    </message>
    <message>
        <source>{label} may have at most {limit} characters, not {count}: {given}.</source>
        <translation>{label}最多 {limit} 个字符，现在有 {count} 个：{given}。</translation>
    </message>
    <message>
        <source>{label} is empty; it must be a formula of {names}.</source>
        <translation>{label}是空的；请输入由 {names} 组成的公式。</translation>
    </message>
    <message>
        <source>{label} closes a parenthesis that was never opened: {given}.</source>
        <translation>{label}多了一个右括号：{given}。</translation>
    </message>
    <message>
        <source>{label} may hold numbers, {names}, + - * / **, parentheses and the functions {functions}, but not {found}: {given}.</source>
        <translation>{label}只能包含数字、{names}、+ - * / **、括号和函数 {functions}，不能有 {found}：{given}。</translation>
    </message>
    <message>
        <source>{label} may be nested at most {limit} deep: {given}.</source>
        <translation>{label}最多嵌套 {limit} 层：{given}。</translation>
    </message>
    <message>
        <source>{label} must give {found} its value in parentheses: {given}.</source>
        <translation>{label}中的函数 {found} 要用括号写出它的自变量：{given}。</translation>
    </message>
    <message>
        <source>{label} may use {names} and the functions {functions}, but not {found}: {given}.</source>
        <translation>{label}只能使用 {names} 和函数 {functions}，不能用 {found}：{given}。</translation>
    </message>
    <message>
        <source>{label} opens a parenthesis that is never closed: {given}.</source>
        <translation>{label}缺少右括号：{given}。</translation>
    </message>
    <message>
        <source>{label} ends where a number or a name should follow: {given}.</source>
        <translation>{label}的末尾还缺一个数字或变量：{given}。</translation>
    </message>
    <message>
        <source>{label} has {found} where a number or a name should be: {given}.</source>
        <translation>{label}在应写数字或变量的地方出现了 {found}：{given}。</translation>
    </message>
    <message>
        <source>{label} needs an operator such as * between {before} and {found}: {given}.</source>
        <translation>{label}在 {before} 和 {found} 之间缺少运算符（例如 *）：{given}。</translation>
    </message>
    <message>
        <source>x</source>
        <translation>x</translation>
    </message>
    <message>
        <source>The value of x at which the derivative is taken.</source>
        <translation>在 x 的这个值处求导数。</translation>
    </message>
    <message>
        <source>y</source>
        <translation>y</translation>
    </message>
    <message>
        <source>The value of y at which the derivative is taken.</source>
        <translation>在 y 的这个值处求导数。</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>表达式</translation>
    </message>
    <message>
        <source>What is differentiated: variables, numbers, + - * / **, and functions such as sin.</source>
        <translation>要求导的式子：变量、数字、+ - * / ** 以及 sin 等函数。</translation>
    </message>
    <message>
        <source>A derivative by autograd</source>
        <translation>用自动求导求一个导数</translation>
    </message>
    <message>
        <source>Autograd computes dy/dx of an expression that you may type.</source>
        <translation>自动求导计算 dy/dx；表达式可自行输入。</translation>
    </message>
    <message>
        <source>Two derivatives by autograd</source>
        <translation>用自动求导求两个导数</translation>
    </message>
    <message>
        <source>Autograd computes dz/dx and dz/dy of an expression that you may type.</source>
        <translation>自动求导计算 dz/dx 和 dz/dy；表达式可自行输入。</translation>
    </message>
    <message>
        <source>A line, epoch by epoch</source>
        <translation>一轮一轮拟合的直线</translation>
    </message>
    <message>
        <source>Gradient descent fits y = w x + b to all the data in each of 100 epochs.</source>
        <translation>用梯度下降拟合 y = w x + b：共 100 轮，每轮用全部数据。</translation>
    </message>
    <message>
        <source>mean squared error</source>
        <translation>均方误差</translation>
    </message>
    <message>
        <source>True w</source>
        <translation>真实的 w</translation>
    </message>
    <message>
        <source>The two weights, one a feature, that the labels are made with.</source>
        <translation>生成标签所用的两个权重，每个特征一个。</translation>
    </message>
    <message>
        <source>True b</source>
        <translation>真实的 b</translation>
    </message>
    <message>
        <source>The bias that the labels are made with.</source>
        <translation>生成标签所用的偏置。</translation>
    </message>
    <message>
        <source>Initial scale</source>
        <translation>初始尺度</translation>
    </message>
    <message>
        <source>Standard deviation of the random weights that training begins with.</source>
        <translation>训练开始时随机权重的标准差。</translation>
    </message>
    <message>
        <source>Minibatches, from scratch</source>
        <translation>小批量，从零开始</translation>
    </message>
    <message>
        <source>Minibatch gradient descent on two features, with every part written out.</source>
        <translation>用小批量梯度下降拟合两个特征，每一部分都自己写出来。</translation>
    </message>
    <message>
        <source>Minibatches, concisely</source>
        <translation>小批量，简洁实现</translation>
    </message>
    <message>
        <source>The same model with torch&apos;s own layer, loss, optimiser and data loader.</source>
        <translation>同一个模型，使用 torch 自带的层、损失函数、优化器和数据加载器。</translation>
    </message>
    <message>
        <source>The article prints 13, which is wrong: at x = 2 and y = 3, dz/dy = x² + 2 y = 4 + 6 = 10. With the two values exchanged, x = 3 and y = 2, it would be 9 + 4 = 13, and dz/dx 12 as before.</source>
        <translation>文章印的是 13，这是错的：在 x = 2、y = 3 处，dz/dy = x² + 2 y = 4 + 6 = 10。如果把两个值对调，x = 3、y = 2，才是 9 + 4 = 13，而 dz/dx 仍是 12。</translation>
    </message>
    <message>
        <source>The printed digits are not what the program gives; 1234567890123456 looks made up. After 100 epochs it stands at 2.0668342 and 0.6555757, and even the least squares line has 1.9882098 and 1.1784820.</source>
        <translation>印出的数字不是程序给出的结果；1234567890123456 看起来是编的。100 轮后程序得到 2.0668342 和 0.6555757，而最小二乘直线也是 1.9882098 和 1.1784820。</translation>
    </message>
    <message>
        <source>Article 5: autograd and linear regression, one variable</source>
        <translation>文章 5：自动求导与线性回归，一个变量</translation>
    </message>
    <message>
        <source>The smallest program with autograd: x is 2 and asks for a gradient, y = x² + 3 x + 1 is computed from it, and y.backward() puts dy/dx into x.grad. By hand it is 2 x + 3, which is 7.</source>
        <translation>最小的自动求导程序：x 为 2 并要求梯度，由它算出 y = x² + 3 x + 1，y.backward() 把 dy/dx 放进 x.grad。手算是 2 x + 3，等于 7。</translation>
    </message>
    <message>
        <source>There is no loop and nothing is fitted: each step runs one statement. Watch y appear in the forward pass, and x.grad only after the backward pass. Drag the time line back to see what was not there yet. Change x or type another expression, and compare with the derivative by hand.</source>
        <translation>这里没有循环，也不拟合什么：每一步运行一条语句。请看 y 在前向传播中出现，而 x.grad 要到反向传播之后才有。拖动时间轴回去，可以看到那时还没有什么。改变 x 或输入另一个表达式，再与手算的导数对照。</translation>
    </message>
    <message>
        <source>Set x to −1.5: the gradient is 0, for this is the lowest point of the parabola.</source>
        <translation>把 x 设为 −1.5：梯度是 0，因为这里是抛物线的最低点。</translation>
    </message>
    <message>
        <source>Try the expression x**3: the gradient is 3 x², which is 12 at x = 2.</source>
        <translation>试试表达式 x**3：梯度是 3 x²，在 x = 2 处等于 12。</translation>
    </message>
    <message>
        <source>Try the expression exp(x): its gradient is the value itself, 7.389 at x = 2.</source>
        <translation>试试表达式 exp(x)：它的梯度就是它的值，在 x = 2 处是 7.389。</translation>
    </message>
    <message>
        <source>dy/dx</source>
        <translation>dy/dx</translation>
    </message>
    <message>
        <source>Article 5: autograd and linear regression, two variables</source>
        <translation>文章 5：自动求导与线性回归，两个变量</translation>
    </message>
    <message>
        <source>Two variables, x = 2 and y = 3, go into z = x² y + y². One z.backward() finds both partial derivatives by the chain rule: dz/dx = 2 x y in x.grad, and dz/dy = x² + 2 y in y.grad.</source>
        <translation>两个变量 x = 2、y = 3 进入 z = x² y + y²。一次 z.backward() 就用链式法则求出两个偏导数：dz/dx = 2 x y 放进 x.grad，dz/dy = x² + 2 y 放进 y.grad。</translation>
    </message>
    <message>
        <source>Each step runs one statement. Watch both gradients appear at once, after the backward pass; drag the time line back to see z without them.</source>
        <translation>每一步运行一条语句。请看两个梯度在反向传播之后同时出现；拖动时间轴回去，可以看到只有 z 而没有梯度的时候。</translation>
    </message>
    <message>
        <source>The article prints 12 and 13. The 12 is right, the 13 is not: dz/dy = 4 + 6 = 10. When a printed figure and your own program disagree, work it out by hand.</source>
        <translation>文章印的是 12 和 13。12 是对的，13 不对：dz/dy = 4 + 6 = 10。印出的数字与自己的程序不一致时，就用手算一算。</translation>
    </message>
    <message>
        <source>Exchange the two values, x = 3 and y = 2: now the gradients are 12 and 13, the article&apos;s two figures.</source>
        <translation>把两个值对调，x = 3、y = 2：现在梯度是 12 和 13，正是文章的两个数字。</translation>
    </message>
    <message>
        <source>Set y to 0: dz/dx is 0, because y multiplies all that x does, and dz/dy is 4.</source>
        <translation>把 y 设为 0：dz/dx 是 0，因为 x 的作用全都要乘以 y；dz/dy 是 4。</translation>
    </message>
    <message>
        <source>Try the expression x*y: each variable&apos;s gradient is the other variable, 3 and 2.</source>
        <translation>试试表达式 x*y：每个变量的梯度就是另一个变量，即 3 和 2。</translation>
    </message>
    <message>
        <source>dz/dx</source>
        <translation>dz/dx</translation>
    </message>
    <message>
        <source>dz/dy</source>
        <translation>dz/dy</translation>
    </message>
    <message>
        <source>Article 5: autograd and linear regression, a line in 100 epochs</source>
        <translation>文章 5：自动求导与线性回归，100 轮拟合直线</translation>
    </message>
    <message>
        <source>The program draws 100 points around y = 2 x + 1 and fits w x + b to them from w = b = 0. Every update uses all points, so an epoch is one iteration; the gradients are zeroed after each. It draws the loss curve beside the fit.</source>
        <translation>程序在 y = 2 x + 1 附近生成 100 个点，从 w = b = 0 开始拟合 w x + b。每次更新都用全部的点，所以一轮就是一次迭代；每次更新后梯度清零。它在拟合图旁边画出损失曲线。</translation>
    </message>
    <message>
        <source>Watch the line reach the points in three or four epochs and then hardly move, while the loss curve looks flat. It has not arrived: b in the title still creeps, for steepness is learnt more than a hundred times as fast as height here. Show the least squares line and drag the time line to see the gap close slowly.</source>
        <translation>请看直线在三四轮内到达这些点，然后几乎不动，损失曲线看起来也平了。其实还没有到：标题中的 b 仍在缓慢变化，因为这里斜率学得比高度快一百多倍。显示最小二乘直线并拖动时间轴，可以看到差距慢慢缩小。</translation>
    </message>
    <message>
        <source>The article prints w 1.9876543283462524 and b 1.1234567890123456, digits that its program does not give. After 100 epochs it stands at w 2.0668 and b 0.6556, well short of the least squares line with 1.9882 and 1.1785.</source>
        <translation>文章印出 w 1.9876543283462524 和 b 1.1234567890123456，它的程序得不到这些数字。100 轮后程序得到 w 2.0668、b 0.6556，离最小二乘直线的 1.9882 和 1.1785 还很远。</translation>
    </message>
    <message>
        <source>Train for 1000 epochs at a learning rate of 0.025: now w 1.9882 and b 1.1785 are those of the least squares line, though the loss has only gone from 3.92 to 3.85.</source>
        <translation>以学习率 0.025 训练 1000 轮：现在 w 1.9882、b 1.1785 就是最小二乘直线的参数，而损失只从 3.92 降到 3.85。</translation>
    </message>
    <message>
        <source>Set the learning rate to 0.03, just above the limit of 0.0292: the line swings wider in each epoch and the loss grows beyond a million.</source>
        <translation>把学习率设为 0.03，略高于上限 0.0292：直线每一轮都摆得更大，损失增长到一百万以上。</translation>
    </message>
    <message>
        <source>Take the noise away: the points lie on the line y = 2 x + 1, and 100 epochs still end at b 0.58, so it is not the noise that keeps b from 1.</source>
        <translation>去掉噪声：点都在直线 y = 2 x + 1 上，100 轮后 b 仍只到 0.58，可见不是噪声让 b 到不了 1。</translation>
    </message>
    <message>
        <source>w at the end</source>
        <translation>结束时的 w</translation>
    </message>
    <message>
        <source>b at the end</source>
        <translation>结束时的 b</translation>
    </message>
    <message>
        <source>Article 1: PyTorch from zero, note 7, linear regression</source>
        <translation>文章 1：PyTorch 从零开始，笔记 7，线性回归</translation>
    </message>
    <message>
        <source>The program draws 20 points around the line y = 2 x + 5 and fits w x + b to them by gradient descent. At every 20th iteration it looks at the loss, prints, redraws, and stops if the loss is below 1.</source>
        <translation>程序在直线 y = 2 x + 5 附近生成 20 个点，用梯度下降拟合 w x + b。每隔 20 次迭代，它查看损失、打印、重绘；若损失低于 1 就停止。</translation>
    </message>
    <message>
        <source>Watch the line swing instead of settling, and the loss curve and the w and b in the title with it: the program never zeroes the gradients. Each backward pass adds to what is already there, so every update uses the sum of all past gradients, like a ball that rolls without friction. This stays bounded up to a learning rate of 0.11553; plain descent, with the gradients zeroed, only up to 0.05777. That is why zeroing them at the article&apos;s 0.1 makes the run diverge.</source>
        <translation>请看直线一直来回摆动而不稳定下来，损失曲线和标题中的 w、b 也跟着摆动：程序从不把梯度清零。每次反向传播都把新梯度加到已有的梯度上，于是每次更新用的是过去所有梯度之和，就像一个没有摩擦的滚球。这样在学习率不超过 0.11553 时不会发散；而梯度清零的普通梯度下降只能到 0.05777。所以在文章的学习率 0.1 下把梯度清零，运行反而发散。</translation>
    </message>
    <message>
        <source>The run ends by luck: at iteration 100 the loss happens to be 0.7424 as it swings past. It was below 1 for the first time at iteration 12, where nobody looks. Drag the time line back to see it. The article publishes pictures only, no number to compare with.</source>
        <translation>运行靠运气结束：第 100 次迭代时，摆动中的损失恰好是 0.7424。它在第 12 次迭代就已第一次低于 1，但那时程序没有查看。拖动时间轴回去就能看到。文章只发表了图片，没有可供对照的数字。</translation>
    </message>
    <message>
        <source>Zero the gradients and set the learning rate to 0.05: the swinging dies away, the loss then falls steadily, and the run stops at iteration 80 with a loss of 0.9837.</source>
        <translation>将梯度清零，并把学习率设为 0.05：摆动很快消失，之后损失平稳下降，运行在第 80 次迭代停止，损失为 0.9837。</translation>
    </message>
    <message>
        <source>Zero the gradients and keep the learning rate of 0.1: each step jumps further past the valley than the one before, and the run diverges.</source>
        <translation>将梯度清零，保持学习率 0.1：每一步都比上一步更远地越过谷底，运行发散。</translation>
    </message>
    <message>
        <source>Check the loss at every iteration: the run stops at iteration 12 with a loss of 0.6023, on a quite different line.</source>
        <translation>每次迭代都检查损失：运行在第 12 次迭代停止，损失为 0.6023，得到的是一条很不一样的直线。</translation>
    </message>
    <message>
        <source>Article 2: notes on Dive into Deep Learning, version 2, linear regression from scratch</source>
        <translation>文章 2：《动手学深度学习》第 2 版笔记，从零实现线性回归</translation>
    </message>
    <message>
        <source>The program draws 1000 examples with two features each, labels them with the weights 2 and −3.4 and the bias 4.2 and very little noise, and finds these again. In each epoch it shuffles the examples and takes them ten at a time; each minibatch makes one update, so an epoch is 100 iterations.</source>
        <translation>程序生成 1000 个样本，每个有两个特征，用权重 2 和 −3.4、偏置 4.2 加上很小的噪声得到标签，再把这些数找回来。每一轮先打乱样本，然后每次取十个；每个小批量更新一次，所以一轮是 100 次迭代。</translation>
    </message>
    <message>
        <source>Watch the points of the present minibatch standing out, and the loss curve: it is jagged because each iteration sees ten other examples. What is printed at the end of an epoch is the loss over all examples, which is smooth. Along the time line the weights are nearly right after the first epoch.</source>
        <translation>请看当前小批量的点突出显示，再看损失曲线：它参差不齐，因为每次迭代看到的是另外十个样本。每轮结束时打印的是全部样本上的损失，它是平滑的。沿着时间轴可以看到，第一轮之后权重就已接近正确。</translation>
    </message>
    <message>
        <source>The loss is half the squared error, summed over the minibatch, and the update divides by the batch size. The concise version leaves out the half: its steps are twice as long at the same learning rate. The article&apos;s pictures of its results are missing and it sets no seed, so there is no figure to compare with: here seed 0 is used, and another seed gives other digits.</source>
        <translation>损失是平方误差的一半在小批量上的和，更新时再除以批量大小。简洁版没有这个一半，所以在相同的学习率下它的步长是两倍。文章的结果图片已缺失，也没有设定随机种子，因此没有可对照的数字：这里用随机种子 0，换一个种子会得到不同的数字。</translation>
    </message>
    <message>
        <source>Make the batch as large as the data, 1000: an epoch is one single update, and after three epochs the loss is still above 13 and b has come no further than 0.35.</source>
        <translation>把批量大小设为全部数据 1000：一轮只更新一次，三轮之后损失仍高于 13，b 才到 0.35。</translation>
    </message>
    <message>
        <source>Raise the noise to 1: the loss cannot fall below about 0.46 over all examples, which is the noise itself, and yet w and b come close to the truth.</source>
        <translation>把噪声提高到 1：全部样本上的损失降不到约 0.46 以下，那就是噪声本身，但 w 和 b 仍接近真实值。</translation>
    </message>
    <message>
        <source>Set the learning rate to 2.5: every step overshoots and the run diverges within the first epoch.</source>
        <translation>把学习率设为 2.5：每一步都走过头，运行在第一轮内就发散。</translation>
    </message>
    <message>
        <source>Article 2: notes on Dive into Deep Learning, version 2, linear regression made concise</source>
        <translation>文章 2：《动手学深度学习》第 2 版笔记，线性回归的简洁实现</translation>
    </message>
    <message>
        <source>The same data and the same model as from scratch, written with PyTorch&apos;s own parts: a DataLoader shuffles and deals out the minibatches, nn.Linear holds the weights and the bias, nn.MSELoss is the loss and torch.optim.SGD makes the updates.</source>
        <translation>数据和模型与从零实现相同，但用 PyTorch 自带的部件写成：DataLoader 打乱并分发小批量，nn.Linear 保存权重和偏置，nn.MSELoss 是损失函数，torch.optim.SGD 负责更新。</translation>
    </message>
    <message>
        <source>Watch the points of the minibatch standing out, the jagged loss curve, and how the weights in the title reach 2 and −3.4 within the first epoch.</source>
        <translation>请看小批量的点突出显示、参差不齐的损失曲线，以及标题中的权重如何在第一轮内到达 2 和 −3.4。</translation>
    </message>
    <message>
        <source>It is not the same optimiser at the same rate: nn.MSELoss has no factor 1/2, so the gradients, and with them the steps, are twice as long as from scratch. The loss shown is twice as large as well for the same error. The article&apos;s pictures of its results are missing and it sets no seed, so there is no figure to compare with: here seed 0 is used, and another seed gives other digits.</source>
        <translation>这并不是同样学习率下的同一个优化器：nn.MSELoss 没有 1/2 这个系数，所以梯度以及步长都是从零实现的两倍。同样的误差，显示的损失也是两倍。文章的结果图片已缺失，也没有设定随机种子，因此没有可对照的数字：这里用随机种子 0，换一个种子会得到不同的数字。</translation>
    </message>
    <message>
        <source>Halve the learning rate to 0.015: now the steps are as long as from scratch at 0.03, and the loss after the first epoch is about 0.08, twice the 0.04 that is printed there.</source>
        <translation>把学习率减半为 0.015：现在步长与从零实现在 0.03 时相同，第一轮后的损失约为 0.08，是那里打印的 0.04 的两倍。</translation>
    </message>
    <message>
        <source>Set the learning rate to 1: the run diverges, while from scratch, with steps half as long, still finds the weights at 1.</source>
        <translation>把学习率设为 1：运行发散；而步长只有一半的从零实现在 1 时仍能找到权重。</translation>
    </message>
    <message>
        <source>Choose another seed, 1: data, start and order are all different, and w and b still end within 0.01 of the truth.</source>
        <translation>换一个随机种子 1：数据、起点和次序都不同，但 w 和 b 最后与真实值相差仍不到 0.01。</translation>
    </message>
    <message>
        <source>Article 4: fitting a polynomial</source>
        <translation>文章 4：多项式拟合</translation>
    </message>
    <message>
        <source>The program fits y = 0.9 + 0.5 x + 3 x² + 2.4 x³ with a linear layer: its three features are x, x² and x³, so the model is linear in its weights although the curve is not a line. Each iteration draws 32 new points; none is ever used twice, and there is no noise.</source>
        <translation>程序用一个线性层拟合 y = 0.9 + 0.5 x + 3 x² + 2.4 x³：三个特征是 x、x² 和 x³，所以曲线虽不是直线，模型对权重却是线性的。每次迭代生成 32 个新的点；没有一个点用第二次，也没有噪声。</translation>
    </message>
    <message>
        <source>Watch the points, which are others at every iteration, and the curve that closes in on them. The loss curve jumps up whenever a batch holds an x far from 0, where x³ is large. Along the time line the weight of x³ is found first and the bias last.</source>
        <translation>请看每次迭代都换一批的点，以及向它们靠拢的曲线。一批点中只要有离 0 较远的 x，那里 x³ 很大，损失曲线就会跳高。沿着时间轴可以看到，x³ 的权重最先找到，偏置最后。</translation>
    </message>
    <message>
        <source>The article loops until the loss of one single batch is below 0.001. A batch may be lucky: at the end the bias is 0.86 and not yet 0.9. It sets no seed and prints a picture only, so there is no figure to compare with; seed 0 takes 1412 iterations, seed 1 takes 2485.</source>
        <translation>文章一直循环到某一个批量的损失低于 0.001。一个批量可能碰巧运气好：结束时偏置是 0.86，还没有到 0.9。文章没有设定随机种子，只有一张图片，因此没有可对照的数字；随机种子 0 需要 1412 次迭代，随机种子 1 需要 2485 次。</translation>
    </message>
    <message>
        <source>Set the learning rate to 0.01: the run is through in fewer than 200 iterations instead of 1412.</source>
        <translation>把学习率设为 0.01：不到 200 次迭代就完成，而不是 1412 次。</translation>
    </message>
    <message>
        <source>Use batches of a single point: sooner or later one happens to lie on the curve, and the run stops by luck after 519 iterations with a bias of only 0.75.</source>
        <translation>每个批量只用一个点：迟早有一个点碰巧落在曲线上，运行在 519 次迭代后靠运气停止，偏置才到 0.75。</translation>
    </message>
    <message>
        <source>Add two coefficients that are 0: the data are the same curve, but with the features x⁴ and x⁵ the gradients become so large that the run diverges.</source>
        <translation>加上两个为 0 的系数：数据还是同一条曲线，但有了特征 x⁴ 和 x⁵，梯度变得太大，运行发散。</translation>
    </message>
    <message>
        <source>The article&apos;s own program, run once, ends on 2.99868144 and 2.09891723. Every printed digit appears when the notebook&apos;s cell that draws w and b is run three times: the published figure carries a hidden state.</source>
        <translation>文章的程序只运行一次，得到 2.99868144 和 2.09891723。把笔记本中随机生成 w 和 b 的单元格运行三次，印出的每一位数字就都出现了：发表的数字带有笔记本的隐藏状态。</translation>
    </message>
    <message>
        <source>Reproduced. That it differs from the NumPy lesson&apos;s result is not the method&apos;s doing: NumPy and PyTorch draw other data and another start from the same seed.</source>
        <translation>已复现。它与 NumPy 那一课的结果不同，原因不在方法：同样的随机种子，NumPy 和 PyTorch 生成的数据和起点不同。</translation>
    </message>
    <message>
        <source>Article 3: NumPy versus autograd, by hand</source>
        <translation>文章 3：NumPy 与自动求导的对比，手写梯度</translation>
    </message>
    <message>
        <source>The program draws 100 points along y = 3 x² + 2 and fits w x² + b to them, 800 times over, with gradients that are worked out by hand and written down in NumPy.</source>
        <translation>程序沿 y = 3 x² + 2 生成 100 个点，用 w x² + b 拟合，共 800 次迭代；梯度由人手推导，用 NumPy 写出。</translation>
    </message>
    <message>
        <source>Watch the curve rise to the points within 30 iterations, still too flat, and then bend into shape slowly: the title shows b climb to 2.47 and come back to 2.1 while w takes hundreds of iterations. The loss curve has the same two parts: a steep fall and a long crawl.</source>
        <translation>请看曲线在 30 次迭代内升到点的高度，但还太平，然后慢慢弯成形：标题中 b 先升到 2.47 再回到 2.1，而 w 要几百次迭代。损失曲线也分成这样两段：先陡降，再缓慢爬行。</translation>
    </message>
    <message>
        <source>b ends near 2.1 and not at 2, because the noise is between 0 and 0.2 and not around 0. The published result cannot come from the program run once: it carries a notebook&apos;s hidden state, for w and b were drawn three times.</source>
        <translation>b 最后接近 2.1 而不是 2，因为噪声在 0 到 0.2 之间，而不是以 0 为中心。发表的结果不可能由程序只运行一次得到：它带有笔记本的隐藏状态，w 和 b 被随机生成了三次。</translation>
    </message>
    <message>
        <source>Run the cell that draws w and b three times: the start is another one, and the run ends on every digit that the article prints.</source>
        <translation>把随机生成 w 和 b 的单元格运行三次：起点变了，运行结束时得到文章印出的每一位数字。</translation>
    </message>
    <message>
        <source>Take PyTorch&apos;s data and start: gradients written by hand end on 2.9578 and 2.0990, just as the autograd lesson does.</source>
        <translation>改用 PyTorch 的数据和起点：手写的梯度最后得到 2.9578 和 2.0990，与自动求导那一课完全一样。</translation>
    </message>
    <message>
        <source>Set the learning rate to 0.01: the same 800 iterations now reach the least squares fit, w 3.000626 and b 2.098197.</source>
        <translation>把学习率设为 0.01：同样 800 次迭代，现在到达最小二乘拟合，w 为 3.000626，b 为 2.098197。</translation>
    </message>
    <message>
        <source>Article 3: NumPy versus autograd, by autograd</source>
        <translation>文章 3：NumPy 与自动求导的对比，自动求导</translation>
    </message>
    <message>
        <source>The same fit of w x² + b to 100 points along y = 3 x² + 2, but nobody works out a gradient: PyTorch notes the operations of the forward pass and loss.backward() goes back through them. The update stands in no_grad, and the gradients are zeroed after it.</source>
        <translation>同样用 w x² + b 拟合沿 y = 3 x² + 2 的 100 个点，但不再由人推导梯度：PyTorch 记下前向传播中的运算，loss.backward() 再沿着它们往回走。更新写在 no_grad 中，之后把梯度清零。</translation>
    </message>
    <message>
        <source>Watch b shoot up first, to almost 2.5, and come back to 2.1 as w slowly grows, in the title and along the time line: a flat curve at the right height is found fast, its bend takes time. The loss curve falls steeply and then crawls, for the same reason.</source>
        <translation>请在标题中并沿着时间轴看：b 先冲到将近 2.5，再随着 w 慢慢增大回到 2.1。高度合适的平缓曲线很快就找到，弯曲则需要时间。损失曲线先陡降再缓降，原因相同。</translation>
    </message>
    <message>
        <source>The results of the two programs differ because NumPy and PyTorch draw different data and a different start from the seed 666, not because of the method. Given the same data, they agree to the printed digits.</source>
        <translation>两个程序的结果不同，是因为 NumPy 和 PyTorch 由随机种子 666 生成的数据和起点不同，而不是方法不同。数据相同时，两者在印出的位数上一致。</translation>
    </message>
    <message>
        <source>Take NumPy&apos;s data and start: autograd ends on 2.9987 and 2.0989, just as the lesson with gradients by hand does.</source>
        <translation>改用 NumPy 的数据和起点：自动求导最后得到 2.9987 和 2.0989，与手写梯度那一课完全一样。</translation>
    </message>
    <message>
        <source>Take the noise away: b now goes to 2.00 and no longer to 2.10, since the noise of this program is never negative.</source>
        <translation>去掉噪声：b 现在趋向 2.00，不再是 2.10，因为这个程序的噪声从不为负。</translation>
    </message>
    <message>
        <source>Set the learning rate to 0.02, just above the limit of 0.0178 for these points: the run diverges.</source>
        <translation>把学习率设为 0.02，略高于这些点的上限 0.0178：运行发散。</translation>
    </message>
    <message>
        <source>Coefficients</source>
        <translation>系数</translation>
    </message>
    <message>
        <source>The true weights of x, x², x³ and so on; as many as there are is the degree.</source>
        <translation>x、x²、x³ 等各项的真实权重；有几个就是几次多项式。</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>常数项</translation>
    </message>
    <message>
        <source>The true b: the polynomial&apos;s value at x = 0.</source>
        <translation>真实的 b：多项式在 x = 0 处的值。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>What computes: the processor (cpu), or an NVIDIA graphics card (cuda).</source>
        <translation>用什么计算：处理器（cpu）或 NVIDIA 显卡（cuda）。</translation>
    </message>
    <message>
        <source>A polynomial, from fresh batches</source>
        <translation>多项式，每次用新的批量</translation>
    </message>
    <message>
        <source>Stochastic gradient descent fits a polynomial to new points at every iteration.</source>
        <translation>随机梯度下降在每次迭代中用新的点来拟合多项式。</translation>
    </message>
    <message>
        <source>This lesson writes its gradients by hand: there is no graph.</source>
        <translation>本课的梯度是手写的：没有计算图。</translation>
    </message>
    <message>
        <source>From no article: made for Fitscope, with the data of article 1</source>
        <translation>不出自任何文章：为 Fitscope 编写，数据取自文章 1</translation>
    </message>
    <message>
        <source>The points, the start and the loss are those of article 1; only the updates differ, which torch.optim makes here. The loss is a narrow valley, 308 times as curved across as along. Because of its walls plain SGD diverges above a learning rate of 0.05777, and below that it creeps along the floor: after 200 iterations b is at 3.28, while the least squares line has 4.80.</source>
        <translation>数据点、起点和损失都与文章 1 相同；不同的只有更新，这里由 torch.optim 完成。损失是一条狭窄的山谷，横向的弯曲程度是纵向的 308 倍。由于谷壁陡峭，普通 SGD 在学习率超过 0.05777 时发散，低于它时又只能沿谷底缓慢爬行：200 次迭代之后 b 才到 3.28，而最小二乘直线的 b 是 4.80。</translation>
    </message>
    <message>
        <source>Momentum keeps a part of each update for the next one. Watch the line swing, as across the valley one update throws back what the one before did; along the valley the small updates add up, and w and b run to their goal. Nesterov momentum steps as if it had already been carried on: at a small learning rate it swings much less.</source>
        <translation>动量把每次更新的一部分留给下一次。请看直线的摆动：在横穿山谷的方向上，一次更新会把前一次的结果抛回去；而沿着山谷，小小的更新不断累加，w 和 b 就奔向目标。Nesterov 动量假定自己已经被带向前方再走一步：学习率小时，它的摆动小得多。</translation>
    </message>
    <message>
        <source>Adagrad, RMSprop and Adam divide each gradient by the size of the gradients before it. So Adam begins with updates of about the learning rate, in w as in b, however steep the loss is. Adagrad counts every gradient since the start and slows down: at 0.05 its b is at 0.76 after 200 iterations. RMSprop forgets the old ones: once they have become small its updates grow again, and just before iteration 200 they throw the line out. AdamW is Adam that also pulls w and b a little towards 0.</source>
        <translation>Adagrad、RMSprop 和 Adam 把每个梯度除以此前梯度的大小。因此无论损失多陡，Adam 一开始的更新对 w 和 b 都大约等于学习率。Adagrad 把开始以来的每个梯度都计算在内，所以越来越慢：学习率为 0.05 时，200 次迭代之后它的 b 才到 0.76。RMSprop 会忘记旧的梯度：梯度变小之后，它的更新又会变大，在将近第 200 次迭代时把直线甩了出去。AdamW 就是 Adam，但还会把 w 和 b 稍稍拉向 0。</translation>
    </message>
    <message>
        <source>LBFGS learns how the loss is curved from how the gradient changes between updates. Once it knows, each update goes the learning rate times the whole way to the minimum: all of it at 1, a twentieth at 0.05. A good learning rate for one optimiser is a poor one for another, so try several before you compare.</source>
        <translation>LBFGS 从两次更新之间梯度的变化中学到损失的弯曲程度。一旦学会，每次更新就走完到最小值全程的“学习率”倍：学习率为 1 时走完全程，为 0.05 时走二十分之一。对一种优化器合适的学习率，对另一种可能很差，所以比较之前请多试几个。</translation>
    </message>
    <message>
        <source>Set the momentum to 0.9: the line swings at first, yet from iteration 49 on the loss stays within 0.05 of the least possible. Plain SGD is still 0.14 above it after 200 iterations.</source>
        <translation>把动量设为 0.9：直线起初会摆动，但从第 49 次迭代起，损失与最小可能值之差一直在 0.05 以内。普通 SGD 在 200 次迭代之后仍高出 0.14。</translation>
    </message>
    <message>
        <source>Set the learning rate to 0.02 and the momentum to 0.9, and switch Nesterov momentum on: the loss rises only once, without Nesterov 28 times. Then try 0.05: Nesterov momentum diverges there, as its limit is 0.0392.</source>
        <translation>把学习率设为 0.02、动量设为 0.9，并打开 Nesterov 动量：损失只上升一次，不用 Nesterov 则上升 28 次。然后试试 0.05：Nesterov 动量在那里发散，因为它的上限是 0.0392。</translation>
    </message>
    <message>
        <source>Choose Adam and a learning rate of 0.3, at which SGD would diverge: the first update moves w and b by 0.3 each, and from iteration 53 on the loss stays within 0.05 of the least possible.</source>
        <translation>选择 Adam，学习率设为 0.3（SGD 在这里会发散）：第一次更新使 w 和 b 各移动 0.3；从第 53 次迭代起，损失与最小可能值之差一直在 0.05 以内。</translation>
    </message>
    <message>
        <source>Choose LBFGS and a learning rate of 1: from iteration 6 on the loss stays within 0.01 of the least possible.</source>
        <translation>选择 LBFGS，学习率设为 1：从第 6 次迭代起，损失与最小可能值之差一直在 0.01 以内。</translation>
    </message>
    <message>
        <source>There is no lesson {lesson}; there are {known}.</source>
        <translation>没有课程 {lesson}；现有课程：{known}。</translation>
    </message>
    <message>
        <source>Lesson {lesson} has no parameter {name} that can change while it runs.</source>
        <translation>课程 {lesson} 没有可以在运行中修改的超参数 {name}。</translation>
    </message>
    <message>
        <source>Parameter {name} changes twice at iteration {given}; once is allowed.</source>
        <translation>参数 {name} 在第 {given} 次迭代修改了两次，只允许一次。</translation>
    </message>
    <message>
        <source>Parameter {name} can change here at iterations {low} to {high}, not at {given}.</source>
        <translation>参数 {name} 在这里只能在第 {low} 到第 {high} 次迭代修改，不能在第 {given} 次。</translation>
    </message>
    <message>
        <source>This file was saved with {library} {saved}; here is {present}, so the last digits may differ.</source>
        <translation>此文件保存时用的是 {library} {saved}，这里是 {present}，因此最后几位数字可能不同。</translation>
    </message>
    <message>
        <source>The file is larger than {limit} MB, which no session is.</source>
        <translation>文件大于 {limit} MB，不可能是实验记录。</translation>
    </message>
    <message>
        <source>The file is JSON, but no session.</source>
        <translation>文件是 JSON，但不是实验记录。</translation>
    </message>
    <message>
        <source>The file was made by a newer Fitscope (format {found}); this one reads up to {known}.</source>
        <translation>文件由较新的 Fitscope 保存（格式 {found}）；当前程序最高只能读取格式 {known}。</translation>
    </message>
    <message>
        <source>{path} is not a file.</source>
        <translation>{path} 不是文件。</translation>
    </message>
    <message>
        <source>{path} could not be read: {reason}.</source>
        <translation>无法读取 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{path} could not be saved: {reason}.</source>
        <translation>无法保存 {path}：{reason}。</translation>
    </message>
    <message>
        <source>In the file, {place} must be a colour such as #1f77b4, or empty, not {given}.</source>
        <translation>文件中的 {place} 必须是 #1f77b4 这样的颜色或为空，不能是 {given}。</translation>
    </message>
    <message>
        <source>In the file, {place} must be a text in base64, not {given}.</source>
        <translation>文件中的 {place} 必须是 base64 文本，不能是 {given}。</translation>
    </message>
    <message>
        <source>The file has an unknown field: {place}.</source>
        <translation>文件中有未知的字段：{place}。</translation>
    </message>
    <message>
        <source>The file lacks a field: {place}.</source>
        <translation>文件缺少字段：{place}。</translation>
    </message>
    <message>
        <source>In the file, {place} has more than {most} fields.</source>
        <translation>文件中的 {place} 有超过 {most} 个字段。</translation>
    </message>
    <message>
        <source>In the file, {place} must be a list of at most {most} items, not {given}.</source>
        <translation>文件中的 {place} 必须是最多 {most} 项的列表，不能是 {given}。</translation>
    </message>
    <message>
        <source>In the file, {place} must be a line of at most {most} characters, not {given}.</source>
        <translation>文件中的 {place} 必须是最多 {most} 个字符的一行文本，不能是 {given}。</translation>
    </message>
    <message>
        <source>In the file, {place} must be a whole number from {low} to {high}, not {given}.</source>
        <translation>文件中的 {place} 必须是 {low} 到 {high} 之间的整数，不能是 {given}。</translation>
    </message>
    <message>
        <source>In the file, {place} must be true or false, not {given}.</source>
        <translation>文件中的 {place} 必须是 true 或 false，不能是 {given}。</translation>
    </message>
    <message>
        <source>In the file, {place} must be a number, a line of text, true, false or a list of numbers, not {given}.</source>
        <translation>文件中的 {place} 必须是数、一行文本、true、false 或数的列表，不能是 {given}。</translation>
    </message>
    <message>
        <source>In the file, {place} must have named fields, not be {given}.</source>
        <translation>文件中的 {place} 必须由带名称的字段组成，不能是 {given}。</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>文件是空的。</translation>
    </message>
    <message>
        <source>The file is not text in UTF-8: byte {position} cannot be read.</source>
        <translation>文件不是 UTF-8 文本：第 {position} 个字节无法读取。</translation>
    </message>
    <message>
        <source>The file is no JSON, or its end is missing: it cannot be read at line {line}, column {column}.</source>
        <translation>文件不是 JSON，或者末尾缺失：在第 {line} 行第 {column} 列无法读取。</translation>
    </message>
    <message>
        <source>The file is nested too deeply.</source>
        <translation>文件嵌套得太深。</translation>
    </message>
    <message>
        <source>The file has a number of too many digits.</source>
        <translation>文件中有一个数的位数太多。</translation>
    </message>
    <message>
        <source>The file has the field {name} twice.</source>
        <translation>文件中的字段 {name} 出现了两次。</translation>
    </message>
    <message>
        <source>The file has {word} in place of a number.</source>
        <translation>文件中本应是数的地方写着 {word}。</translation>
    </message>
    <message>
        <source>Main axis 1</source>
        <translation>主轴 1</translation>
    </message>
    <message>
        <source>Main axis 2</source>
        <translation>主轴 2</translation>
    </message>
    <message>
        <source>{kind}: {reason}</source>
        <translation>{kind}：{reason}</translation>
    </message>
    <message>
        <source>{name} must be lin:LOW:HIGH:COUNT, log:LOW:HIGH:COUNT or values with commas between them, not {given}.</source>
        <translation>{name} 必须是 lin:LOW:HIGH:COUNT、log:LOW:HIGH:COUNT 或用逗号分隔的值，而不是 {given}。</translation>
    </message>
    <message>
        <source>{label} is no number: give its values with commas between them.</source>
        <translation>{label}不是数字：请给出用逗号分隔的值。</translation>
    </message>
    <message>
        <source>{label} on a logarithmic range must begin above 0, not at {given}.</source>
        <translation>{label}的对数范围必须从大于 0 的值开始，而不是 {given}。</translation>
    </message>
    <message>
        <source>{label} must take from 2 to {most} values, not {given}.</source>
        <translation>{label}必须取 2 到 {most} 个值，而不是 {given} 个。</translation>
    </message>
    <message>
        <source>{label} holds several numbers and cannot be varied.</source>
        <translation>{label}包含多个数，不能改变。</translation>
    </message>
    <message>
        <source>A sweep varies one or two parameters, not {count}.</source>
        <translation>参数扫描改变一个或两个参数，而不是 {count} 个。</translation>
    </message>
    <message>
        <source>{label} is varied twice.</source>
        <translation>{label}被改变了两次。</translation>
    </message>
    <message>
        <source>A sweep has from 1 to {most} points, not {count}.</source>
        <translation>参数扫描有 1 到 {most} 个点，而不是 {count} 个。</translation>
    </message>
    <message>
        <source>Number of values</source>
        <translation>值的个数</translation>
    </message>
    <message>
        <source>Lesson {lesson} has no parameter {name}; it has {known}.</source>
        <translation>课程 {lesson} 没有名为 {name} 的超参数；它有 {known}。</translation>
    </message>
</context>
<context>
    <name>export</name>
    <message>
        <source>History (CSV)</source>
        <translation>记录（CSV）</translation>
    </message>
    <message>
        <source>Every recorded iteration at full precision. pandas.read_csv takes it with comment=&apos;#&apos;.</source>
        <translation>每一次迭代的记录，保留全部精度。用 pandas.read_csv 读取时加上 comment=&apos;#&apos;。</translation>
    </message>
    <message>
        <source>Run (JSON)</source>
        <translation>运行（JSON）</translation>
    </message>
    <message>
        <source>The parameters, what came of the run, and what the lesson printed.</source>
        <translation>超参数、运行的结果，以及课程打印的内容。</translation>
    </message>
    <message>
        <source>Program (Python)</source>
        <translation>程序（Python）</translation>
    </message>
    <message>
        <source>The lesson with these parameters. It runs without Fitscope and prints the same digits.</source>
        <translation>使用当前超参数的课程程序。不需要 Fitscope 即可运行，并打印相同的数字。</translation>
    </message>
    <message>
        <source>Picture (PNG)</source>
        <translation>图片（PNG）</translation>
    </message>
    <message>
        <source>What is shown now, in dots, as sharp as the size is large.</source>
        <translation>当前显示的画面，由像素组成，尺寸越大越清晰。</translation>
    </message>
    <message>
        <source>Picture (SVG)</source>
        <translation>图片（SVG）</translation>
    </message>
    <message>
        <source>What is shown now, in lines and letters: sharp at any size.</source>
        <translation>当前显示的画面，由线条和文字组成，任何尺寸都清晰。</translation>
    </message>
    <message>
        <source>Film (GIF)</source>
        <translation>动画（GIF）</translation>
    </message>
    <message>
        <source>The run, iteration by iteration. Every program shows it; 256 colours.</source>
        <translation>逐次迭代播放运行过程。几乎所有软件都能显示；256 色。</translation>
    </message>
    <message>
        <source>Film (WebP)</source>
        <translation>动画（WebP）</translation>
    </message>
    <message>
        <source>The run, iteration by iteration. Every browser shows it; smaller than GIF.</source>
        <translation>逐次迭代播放运行过程。所有浏览器都能显示；比 GIF 更小。</translation>
    </message>
    <message>
        <source>Film (MP4)</source>
        <translation>动画（MP4）</translation>
    </message>
    <message>
        <source>The run, iteration by iteration, for slides and video programs.</source>
        <translation>逐次迭代播放运行过程，适合幻灯片和视频软件。</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>磁盘已满。</translation>
    </message>
    <message>
        <source>Writing is not allowed there.</source>
        <translation>没有写入权限。</translation>
    </message>
    <message>
        <source>There is no such folder.</source>
        <translation>没有这个文件夹。</translation>
    </message>
    <message>
        <source>There is a folder of this name.</source>
        <translation>已有同名的文件夹。</translation>
    </message>
    <message>
        <source>The name is too long.</source>
        <translation>名称太长。</translation>
    </message>
</context>
<context>
    <name>graph</name>
    <message>
        <source>leaf</source>
        <translation>叶子</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>常量</translation>
    </message>
    <message>
        <source>root</source>
        <translation>根</translation>
    </message>
    <message>
        <source>operation</source>
        <translation>运算</translation>
    </message>
    <message>
        <source>one number</source>
        <translation>一个数</translation>
    </message>
    <message>
        <source>shape {0}</source>
        <translation>形状 {0}</translation>
    </message>
    <message>
        <source>mean {0}</source>
        <translation>均值 {0}</translation>
    </message>
    <message>
        <source>{shape}: least {low}, mean {mean}, greatest {high}</source>
        <translation>{shape}：最小 {low}，均值 {mean}，最大 {high}</translation>
    </message>
    <message>
        <source>value {value}</source>
        <translation>值 {value}</translation>
    </message>
    <message>
        <source>gradient {value}</source>
        <translation>梯度 {value}</translation>
    </message>
    <message>
        <source>.grad, the sum of all gradients since it was zeroed: {value}</source>
        <translation>.grad，自上次清零以来所有梯度之和：{value}</translation>
    </message>
    <message>
        <source>A constant: no gradient goes back to it.</source>
        <translation>这是常量：没有梯度传回给它。</translation>
    </message>
    <message>
        <source>local derivative ∂{target}/∂{source} = {value}</source>
        <translation>局部导数 ∂{target}/∂{source} = {value}</translation>
    </message>
    <message>
        <source>local derivative of {target} by {source}, summed over the elements of {target}: {value}</source>
        <translation>{target} 对 {source} 的局部导数，按 {target} 的元素求和：{value}</translation>
    </message>
    <message>
        <source>gradient that comes back along it: {value}</source>
        <translation>沿这条边传回的梯度：{value}</translation>
    </message>
    <message>
        <source>Step {step} of {total}: {what}</source>
        <translation>第 {step} 步，共 {total} 步：{what}</translation>
    </message>
    <message>
        <source>{rule}, from {before} to {after}</source>
        <translation>{rule}，从{before}到{after}</translation>
    </message>
</context>
<context>
    <name>gutter</name>
    <message>
        <source>F</source>
        <translation>前</translation>
    </message>
    <message>
        <source>forward pass</source>
        <translation>前向传播</translation>
    </message>
    <message>
        <source>L</source>
        <translation>损</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>B</source>
        <translation>反</translation>
    </message>
    <message>
        <source>backward pass</source>
        <translation>反向传播</translation>
    </message>
    <message>
        <source>U</source>
        <translation>更</translation>
    </message>
    <message>
        <source>update</source>
        <translation>参数更新</translation>
    </message>
    <message>
        <source>Z</source>
        <translation>清</translation>
    </message>
    <message>
        <source>zeroing the gradients</source>
        <translation>梯度清零</translation>
    </message>
</context>
<context>
    <name>kept</name>
    <message>
        <source>{count} iterations, loss {loss}</source>
        <translation>{count} 次迭代，损失 {loss}</translation>
    </message>
    <message>
        <source>stopped by its rule</source>
        <translation>按规则停止</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>已发散</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>出错</translation>
    </message>
    <message>
        <source>the record is full</source>
        <translation>记录已满</translation>
    </message>
</context>
<context>
    <name>keys</name>
    <message>
        <source>Take what is typed</source>
        <translation>采用输入的内容</translation>
    </message>
    <message>
        <source>Drop what is typed</source>
        <translation>放弃输入的内容</translation>
    </message>
    <message>
        <source>The next larger or smaller number</source>
        <translation>调大或调小一步</translation>
    </message>
    <message>
        <source>Set or remove a breakpoint in the line of the cursor</source>
        <translation>在光标所在行设置或取消断点</translation>
    </message>
    <message>
        <source>Move the cursor to another line</source>
        <translation>把光标移到另一行</translation>
    </message>
    <message>
        <source>Copy the selected cells</source>
        <translation>复制选中的单元格</translation>
    </message>
    <message>
        <source>Next step of the backward pass</source>
        <translation>反向传播的下一步</translation>
    </message>
    <message>
        <source>One step of it back</source>
        <translation>反向传播退回一步</translation>
    </message>
    <message>
        <source>Remove the selected run</source>
        <translation>移除选中的运行</translation>
    </message>
    <message>
        <source>Try another learning rate</source>
        <translation>试另一个学习率</translation>
    </message>
    <message>
        <source>Take the learning rate that is tried</source>
        <translation>采用正在试的学习率</translation>
    </message>
    <message>
        <source>Leave it as it was</source>
        <translation>保持原来的学习率</translation>
    </message>
    <message>
        <source>Copy the points as a table</source>
        <translation>把各点复制为表格</translation>
    </message>
    <message>
        <source>Pin or unpin the selected variable</source>
        <translation>固定选中的变量，或取消固定</translation>
    </message>
    <message>
        <source>Copy the selected rows</source>
        <translation>复制选中的行</translation>
    </message>
</context>
<context>
    <name>looks_menu</name>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
</context>
<context>
    <name>rate_axis</name>
    <message>
        <source>converges</source>
        <translation>收敛</translation>
    </message>
    <message>
        <source>overshoots</source>
        <translation>越过</translation>
    </message>
    <message>
        <source>oscillates</source>
        <translation>振荡</translation>
    </message>
    <message>
        <source>diverges</source>
        <translation>发散</translation>
    </message>
    <message>
        <source>The loss will fall steadily to the least possible.</source>
        <translation>损失将平稳下降到最小值。</translation>
    </message>
    <message>
        <source>Updates will overshoot the best parameters and still converge.</source>
        <translation>更新会越过最优参数，但仍会收敛。</translation>
    </message>
    <message>
        <source>The loss will oscillate for ever.</source>
        <translation>损失将永远振荡。</translation>
    </message>
    <message>
        <source>The loss will grow without bound.</source>
        <translation>损失将无限增大。</translation>
    </message>
    <message>
        <source>never zeroed: 4/λmax</source>
        <translation>梯度从不清零：4/λmax</translation>
    </message>
    <message>
        <source>Nesterov&apos;s momentum {0}: 2(1 + {0})/(1 + 2·{0})/λmax</source>
        <translation>Nesterov 动量 {0}：2(1 + {0})/(1 + 2·{0})/λmax</translation>
    </message>
    <message>
        <source>momentum {0}: 2(1 + {0})/λmax</source>
        <translation>动量 {0}：2(1 + {0})/λmax</translation>
    </message>
    <message>
        <source>2/λmax</source>
        <translation>2/λmax</translation>
    </message>
    <message>
        <source>Learning rate {rate}. Largest stable: {limit} ({reason}).</source>
        <translation>学习率 {rate}。最大稳定值：{limit}（{reason}）。</translation>
    </message>
</context>
<context>
    <name>sweep</name>
    <message>
        <source>{settings}: loss {loss} after {count} iterations; {ending}</source>
        <translation>{settings}：{count} 次迭代后损失为 {loss}；{ending}</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>stopped by its rule</source>
        <translation>按规则停止</translation>
    </message>
    <message>
        <source>ran to its end</source>
        <translation>运行到结束</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>已发散</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>出错</translation>
    </message>
    <message>
        <source>the record is full</source>
        <translation>记录已满</translation>
    </message>
    <message>
        <source>Final loss</source>
        <translation>最终损失</translation>
    </message>
    <message>
        <source>Iterations</source>
        <translation>迭代次数</translation>
    </message>
    <message>
        <source>How it ended</source>
        <translation>结束方式</translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>The lesson&apos;s own values</source>
        <translation>本课自己的取值</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>Loading</source>
        <translation>加载中</translation>
    </message>
    <message>
        <source>Playing the record</source>
        <translation>正在重放记录</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Looking back</source>
        <translation>回看</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Loading PyTorch and the lesson ...</source>
        <translation>正在加载 PyTorch 和课程……</translation>
    </message>
    <message>
        <source>Press Space to run, → to go one iteration on.</source>
        <translation>按空格键运行，按 → 前进一次迭代。</translation>
    </message>
    <message>
        <source>Press → to run one statement, Space to run all of them.</source>
        <translation>按 → 运行一条语句，按空格键运行全部语句。</translation>
    </message>
    <message>
        <source>Stopped at iteration {iteration}: loss {loss} &lt; {limit}.</source>
        <translation>在第 {iteration} 次迭代停止：损失 {loss} &lt; {limit}。</translation>
    </message>
    <message>
        <source>Stopped by the lesson&apos;s own rule at iteration {iteration}.</source>
        <translation>在第 {iteration} 次迭代按课程自己的规则停止。</translation>
    </message>
    <message>
        <source>The program has ended.</source>
        <translation>程序已执行完毕。</translation>
    </message>
    <message>
        <source>The loop ended after {count} iterations.</source>
        <translation>循环在 {count} 次迭代后结束。</translation>
    </message>
    <message>
        <source>Diverged: {reason}</source>
        <translation>发散：{reason}</translation>
    </message>
    <message>
        <source>Failed: {reason}</source>
        <translation>失败：{reason}</translation>
    </message>
    <message>
        <source>Stopped: {reason}</source>
        <translation>已停止：{reason}</translation>
    </message>
</context>
</TS>
